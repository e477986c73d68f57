"""When Celery beat wakes which task; part of the settings. Hours are those of TIME_ZONE."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "accounts-erase-people": {"task": "accounts.erase_people", "schedule": crontab(hour="3", minute="40")},
    "accounts-forget-log-ins": {"task": "accounts.forget_log_ins", "schedule": crontab(hour="3", minute="20")},
    "notices-deliver": {"task": "notices.deliver_due", "schedule": 60.0},
    "experts-tidy-pool": {"task": "experts.tidy_pool", "schedule": crontab(hour="0", minute="15")},
    "notices-post": {"task": "notices.deliver_webhooks", "schedule": 60.0},
    "disputes-ring-duty": {"task": "disputes.ring_duty", "schedule": 60.0},
    "disputes-make-papers": {"task": "disputes.make_papers", "schedule": 60.0},
    "disputes-watch-clocks": {"task": "disputes.watch_clocks", "schedule": crontab(minute="*/5")},
    "disputes-raise-priorities": {"task": "disputes.raise_priorities", "schedule": crontab(minute="*/30")},
    # By day: a reminder at night wakes nobody who could act, and the rung of the day is sent at eight.
    "disputes-remind-deadlines": {
        "task": "disputes.remind_deadlines",
        "schedule": crontab(minute="*/10", hour="8-23"),
    },
    "disputes-recompute-deadlines": {"task": "disputes.recompute_deadlines", "schedule": crontab(minute="*/10")},
    # The first of a day writes; the others are for a beat that was down.
    "disputes-forget-contacts": {"task": "disputes.forget_contacts", "schedule": crontab(hour="3", minute="50")},
    "disputes-forget-emergencies": {"task": "disputes.forget_emergencies", "schedule": crontab(hour="3", minute="55")},
    "disputes-record-log-root": {"task": "disputes.record_log_root", "schedule": crontab(minute=5)},
    "disputes-verify-case-logs": {"task": "disputes.verify_case_logs", "schedule": crontab(hour=2, minute=40)},
    "disputes-check-redaction": {"task": "disputes.check_redaction", "schedule": crontab()},
    "disputes-scan-documents": {"task": "disputes.scan_documents", "schedule": crontab()},
    "disputes-reconcile-documents": {"task": "disputes.reconcile_documents", "schedule": crontab(hour=3, minute=20)},
    "laws-work-imports": {"task": "laws.work_imports", "schedule": 60.0},
    # Before the working day in China begins, so that editors find the reports in the morning.
    "laws-plan-harvests": {"task": "laws.plan_harvests", "schedule": crontab(hour="4", minute="10")},
    "laws-make-texts-current": {"task": "laws.make_texts_current", "schedule": crontab(hour="0", minute="5")},
    "warnings-close-digests": {"task": "warnings.close_digests", "schedule": crontab()},
}
