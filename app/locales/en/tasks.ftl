# Tasks
task = Task
task-title = What
task-source = From
task-rule = Rule
task-owner = Responsible
task-due-at = Due
task-escalated-to = Escalated to
task-done-at = Done
task-result = Result
task-state-open = To do
task-state-doing = Under way
task-state-done = Done
task-state-cancelled = Cancelled

# Attachments
attachment = Attachment
attachment-of = Belongs to
attachment-sha256 = Fingerprint
attachment-attachment-kind = Type
attachment-caption = Caption
attachment-file-name = File name
attachment-media-type = Format
attachment-size = Size
attachment-taken-at = Taken
attachment-kind-photo = Photo
attachment-kind-scan = Scan
attachment-kind-mail = Mail
attachment-kind-recording = Recording
attachment-kind-signature = Signature
attachment-kind-document = Document
task-late = Late · { $time }
tasks-none = Nothing left to do.
