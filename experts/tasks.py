"""What Celery wakes each night. A repeat is harmless."""

from celery import shared_task

from experts.actions import keeping


@shared_task(name="experts.tidy_pool")
def tidy_pool() -> dict[str, int]:
    """End terms that have passed, say which yearly reviews are due, forget sheets that nobody imported."""
    return {
        "expired": keeping.expire_terms(),
        "reviews_due": keeping.tell_reviews_due(),
        "dropped_sheets": keeping.drop_old_imports(),
    }
