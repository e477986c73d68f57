"""Forms of people, enterprises and centres. They validate what was typed; actions decide."""
