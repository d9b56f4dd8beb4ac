-- Days of connection records: made ahead, and dropped whole once nobody keeps them. Web and worker may change no tables, so
-- this runs with its owner's rights and does only this. A day whose records went to the rest partition already stays there.
CREATE FUNCTION "keep_event_partitions"("today" DATE, "keep_days" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  "day" DATE;
  "part" TEXT;
  "changed" INTEGER := 0;
BEGIN
  IF "keep_days" < 7 THEN RAISE EXCEPTION 'Connection records are kept for a week at least'; END IF;
  PERFORM pg_advisory_xact_lock(7270379);
  FOR "day" IN SELECT d::date FROM generate_series("today" - 14, "today" + 3, interval '1 day') d LOOP
    "part" := 'connection_events_' || to_char("day", 'YYYYMMDD');
    IF to_regclass("part") IS NULL AND NOT EXISTS (
      SELECT 1 FROM connection_events_rest r
      WHERE r.at >= ("day"::text || ' 00:00+00')::timestamptz AND r.at < (("day" + 1)::text || ' 00:00+00')::timestamptz
    ) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF connection_events FOR VALUES FROM (%L) TO (%L)',
        "part", "day"::text || ' 00:00+00', ("day" + 1)::text || ' 00:00+00');
      "changed" := "changed" + 1;
    END IF;
  END LOOP;
  FOR "part" IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'connection_events'::regclass AND c.relname ~ '^connection_events_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < "today" - "keep_days"
  LOOP
    EXECUTE format('DROP TABLE %I', "part");
    "changed" := "changed" + 1;
  END LOOP;
  DELETE FROM connection_events_rest r WHERE r.at < (("today" - "keep_days")::text || ' 00:00+00')::timestamptz;
  RETURN "changed";
END $$;
