-- What JSON says, for people who read rows: "reason: Moved; scope: (account: 1; groups: pumps, valves)". Registers of reports use it.
CREATE FUNCTION "json_in_words"(told JSONB) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(told)
    WHEN 'object' THEN (SELECT string_agg(e.key || ': ' || CASE WHEN jsonb_typeof(e.value) = 'object'
        THEN '(' || coalesce("json_in_words"(e.value), '') || ')' ELSE coalesce("json_in_words"(e.value), '') END, '; ' ORDER BY e.place)
      FROM jsonb_each(told) WITH ORDINALITY e (key, value, place))
    WHEN 'array' THEN (SELECT string_agg(CASE WHEN jsonb_typeof(e.value) IN ('object', 'array')
        THEN '(' || coalesce("json_in_words"(e.value), '') || ')' ELSE coalesce("json_in_words"(e.value), '') END, ', ' ORDER BY e.place)
      FROM jsonb_array_elements(told) WITH ORDINALITY e (value, place))
    ELSE told #>> '{}' END
$$;
