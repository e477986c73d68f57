"""What people type about experts. The actions check again whatever they are given."""
