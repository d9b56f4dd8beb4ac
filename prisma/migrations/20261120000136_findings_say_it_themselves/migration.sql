-- A finding that opens or is resolved wrote its row, a witness and a line of its log, at three places far apart, and the
-- last two said again what the first says. They hold what its row does not say any more: our own witness stands apart only
-- beside another's, and the log holds neither the opening, until its words change, nor how it was resolved, until it is reopened.
ALTER TABLE "findings" ADD COLUMN "resolved_why" TEXT;

UPDATE "findings" f SET "resolved_why" = l."text"
FROM (
  SELECT DISTINCT ON ("finding_id") "finding_id", "text" FROM "finding_log" WHERE "kind" = 'resolved' ORDER BY "finding_id", "id" DESC
) l
WHERE l."finding_id" = f."id" AND NOT f."open" AND l."text" IS NOT NULL;

DELETE FROM "finding_log" l USING "findings" f
WHERE f."id" = l."finding_id"
  AND ((l."kind" = 'resolved' AND NOT f."open" AND l."at" = f."resolved_at")
    OR (l."kind" = 'opened' AND l."at" = f."first_seen_at" AND l."text" = f."detail"));

DELETE FROM "finding_witnesses" w USING "findings" f
WHERE f."id" = w."finding_id" AND w."source" = 'ours' AND 'ours' = ANY (f."sources")
  AND NOT EXISTS (SELECT FROM "finding_witnesses" o WHERE o."finding_id" = w."finding_id" AND o."source" <> 'ours');

-- Whose words alone change is written where it is, and no index with it, when its page has room.
ALTER TABLE "findings" SET (fillfactor = 90);
