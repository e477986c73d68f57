from celery import shared_task

from portal.notices import delivery


@shared_task(name="notices.deliver_due")
def deliver_due() -> dict[str, int]:
    """Woken on commit and every minute by the beat; any number may run at once."""
    return delivery.deliver_due()
