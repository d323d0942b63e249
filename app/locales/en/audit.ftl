# Audit
nav-audit = Audit
audit-event = Audit event
audit-event-action = Action
audit-event-about = What
audit-event-object = Record
audit-event-device = Device no.
audit-event-before-hash = Fingerprint before
audit-event-after-hash = Fingerprint after
audit-action-view = Viewed
audit-action-change = Changed
audit-action-approval = Decided
audit-action-export = Exported
audit-action-print = Printed
audit-action-sign-in = Signed in
audit-action-wipe = Device wiped
reason-audit-append-only = The audit is only ever added to.
reason-audit-concluded = This follows from what was done; nobody writes it.
