from celery import shared_task

from portal.notices import delivery, webhooks


@shared_task(name="notices.deliver_due")
def deliver_due() -> dict[str, int]:
    """Woken on commit and every minute by the beat; any number may run at once."""
    return delivery.deliver_due()


@shared_task(name="notices.deliver_webhooks")
def deliver_webhooks() -> dict[str, int]:
    """As above, for messages to machines: apart, so that a slow receiver holds up no mail."""
    return webhooks.deliver_webhooks()
