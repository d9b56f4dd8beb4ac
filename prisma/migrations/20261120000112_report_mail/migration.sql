-- Mail of reports that are made by themselves: one row for each report, so that a mail that was taken is not sent again.
CREATE TABLE "report_mails" (
  "report_id"  UUID PRIMARY KEY REFERENCES "reports" ("id") ON DELETE CASCADE,
  "recipients" TEXT[] NOT NULL,
  "deliver"    TEXT NOT NULL CHECK ("deliver" IN ('link', 'attachment')),
  "state"      TEXT NOT NULL DEFAULT 'waiting' CHECK ("state" IN ('waiting', 'sent', 'failed')),
  "attempts"   INTEGER NOT NULL DEFAULT 0,
  "next_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "error"      TEXT,
  "sent_at"    TIMESTAMPTZ(3)
);
CREATE INDEX "report_mails_due_idx" ON "report_mails" ("next_at") WHERE "state" = 'waiting';
