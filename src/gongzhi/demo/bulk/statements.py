"""The statements of the bulk loader. Randomness is a hash of (seed, row), so it repeats.

They are put together from constants of this file only (hence the S608 marks).
"""

from __future__ import annotations

TABLES = ("orders_order", "orders_orderevent", "orders_orderparty", "orders_orderclock")

# A number in [0, 1) from the row, the seed and a salt.
_ROLL = (
    "((hashtextextended(%(seed)s::text || ':' || n::text || ':{salt}', 11) & 9007199254740991)"
    " / 9007199254740992.0)"
)


def _roll(salt: str) -> str:
    return _ROLL.format(salt=salt)


PREPARE = (
    "DROP TABLE IF EXISTS bulk_matter, bulk_serving, bulk_grid, bulk_category, bulk_person",
    # Leaves of today's tree, each with the nearest grid team above it.
    """
    CREATE TEMP TABLE bulk_grid AS
    SELECT row_number() OVER (ORDER BY v.code) - 1 AS i, v.area_id, v.path, v.name,
           v.centre_lon, v.centre_lat, t.body_id AS team_id
    FROM areas_areaversion v
    LEFT JOIN LATERAL (
        SELECT b.id AS body_id FROM orgs_body b
        WHERE b.kind = 'grid_team' AND b.active
          AND b.area_id::text = ANY (string_to_array(v.path, '.'))
        ORDER BY length(b.path) DESC LIMIT 1
    ) t ON true
    WHERE v.valid @> CURRENT_DATE AND v.centre_lon IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM areas_areaversion c WHERE c.parent_id = v.area_id)
    """,
    """
    CREATE TEMP TABLE bulk_category AS
    SELECT row_number() OVER (ORDER BY c.code) - 1 AS i, c.id, c.name, c.emergency,
           l.id AS limit_id, coalesce(l.amount, 7) AS amount,
           coalesce(l.unit, 'working_day') AS unit
    FROM orders_category c
    LEFT JOIN LATERAL (
        SELECT * FROM orders_categorylimit l WHERE l.category_id = c.id ORDER BY position LIMIT 1
    ) l ON true
    WHERE c.kind = 'item' AND c.active
    """,
    # Per grid and kind: the body of it, or of the areas above it, with the lowest code.
    """
    CREATE TEMP TABLE bulk_serving AS
    SELECT DISTINCT ON (g.i, b.kind) g.i AS grid, 'kind:' || b.kind AS lead, b.id
    FROM bulk_grid g
    CROSS JOIN LATERAL unnest(string_to_array(btrim(g.path, '.'), '.')::bigint[]) AS over(area_id)
    JOIN (
        SELECT b.id, b.code, b.kind, coalesce(a.area_id, b.area_id) AS area_id
        FROM orgs_body b LEFT JOIN orgs_bodyarea a ON a.body_id = b.id WHERE b.active
    ) b ON b.area_id = over.area_id
    ORDER BY g.i, b.kind, b.code
    """,
    # The lead that the duty list names; `kind:…` is the body of that kind that serves the grid
    # or an area above it; without one the street.
    """
    CREATE TEMP TABLE bulk_matter AS
    SELECT g.i AS grid, c.i AS category, coalesce(named.id, served.id, street.id) AS lead_id,
           d.clause
    FROM bulk_grid g CROSS JOIN bulk_category c
    LEFT JOIN LATERAL (
        SELECT * FROM orders_dutyclause d WHERE d.category_id = c.id AND d.active
        ORDER BY d.clause LIMIT 1
    ) d ON true
    LEFT JOIN orgs_body named ON named.code = d.lead
    LEFT JOIN bulk_serving served ON served.grid = g.i AND served.lead = d.lead
    LEFT JOIN bulk_serving street ON street.grid = g.i AND street.lead = 'kind:street'
    """,
    "CREATE INDEX ON bulk_matter (grid, category)",
    "ANALYZE bulk_matter",
    """
    CREATE TEMP TABLE bulk_person AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS i, id FROM accounts_resident
    """,
)

# Times, state and everything that the other rows need, once per order.
DRAW = f"""
CREATE TEMP TABLE bulk_order AS
WITH drawn AS (
    SELECT n, {_roll("open")} < 0.03 AS is_open, {_roll("state")} AS state_roll,
           {_roll("when")} AS when_roll, {_roll("grid")} AS grid_roll,
           {_roll("category")} AS category_roll, {_roll("late")} AS late_roll,
           {_roll("rate")} AS rate_roll, {_roll("x")} AS x_roll, {_roll("y")} AS y_roll,
           {_roll("person")} AS person_roll
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
), placed AS (
    SELECT d.*, g.area_id, g.path, g.name AS grid_name, g.centre_lon, g.centre_lat, g.team_id,
           c.id AS category_id, c.name AS category_name, c.emergency, c.limit_id, c.amount,
           c.unit, m.lead_id, m.clause,
           CASE WHEN d.is_open
                THEN %(now)s::timestamptz - d.when_roll * interval '6 days' - interval '1 hour'
                ELSE %(now)s::timestamptz - interval '15 days'
                     - d.when_roll * interval '1080 days' END AS reported_at
    FROM drawn d
    JOIN bulk_grid g ON g.i = floor(d.grid_roll * (SELECT count(*) FROM bulk_grid))
    JOIN bulk_category c ON c.i = floor(d.category_roll * (SELECT count(*) FROM bulk_category))
    JOIN bulk_matter m ON m.grid = g.i AND m.category = c.i
), decided AS (
    SELECT p.*,
           CASE WHEN NOT p.is_open AND p.rate_roll < 0.3 THEN 'closed'
                WHEN NOT p.is_open THEN 'closed_unrated'
                WHEN p.state_roll < 0.10 THEN 'to_verify' WHEN p.state_roll < 0.25 THEN 'to_sign'
                WHEN p.state_roll < 0.65 THEN 'in_hand' WHEN p.state_roll < 0.80 THEN 'to_check'
                ELSE 'to_rate' END AS state,
           date_trunc('second', p.reported_at + interval '40 minutes') AS dispatched_at,
           date_trunc('second', p.reported_at + CASE split_part(p.unit, '_', 2)
               WHEN 'minute' THEN p.amount * interval '1 minute'
               WHEN 'hour' THEN p.amount * interval '3 hours'
               ELSE p.amount * interval '1.4 days' END + interval '40 minutes') AS handle_due
    FROM placed p
)
SELECT nextval(pg_get_serial_sequence('orders_order', 'id')) AS id, d.*,
       CASE WHEN d.state IN ('closed', 'closed_unrated', 'to_check', 'to_rate')
            THEN least(d.dispatched_at + (d.handle_due - d.dispatched_at)
                       * (CASE WHEN d.late_roll < 0.06 THEN 1.2 ELSE d.late_roll END),
                       %(now)s::timestamptz) END AS finished_at,
       CASE WHEN d.state <> 'to_verify' THEN d.lead_id END AS lead,
       CASE d.state WHEN 'to_verify' THEN d.team_id WHEN 'to_check' THEN d.team_id
            WHEN 'to_rate' THEN (SELECT id FROM orgs_body WHERE kind = 'centre' LIMIT 1)
            WHEN 'to_sign' THEN d.lead_id WHEN 'in_hand' THEN d.lead_id END AS holder,
       CASE d.state WHEN 'to_verify' THEN 'verify' WHEN 'to_sign' THEN 'sign'
            WHEN 'in_hand' THEN 'handle' WHEN 'to_check' THEN 'check'
            WHEN 'to_rate' THEN 'follow_up' ELSE '' END AS stage,
       greatest(d.reported_at, CASE WHEN d.state = 'to_rate' THEN %(now)s::timestamptz - interval '1 day'
            ELSE %(now)s::timestamptz - interval '20 minutes' END) AS stage_from,
       gen_random_uuid() AS client_key, md5(d.n::text || 'a') || md5(d.n::text || 'b') AS head,
       person.id AS person_id
FROM decided d
LEFT JOIN bulk_person person
       ON person.i = floor(d.person_roll * (SELECT count(*) FROM bulk_person))
"""  # noqa: S608

_STAGE_AMOUNT = "CASE stage WHEN 'verify' THEN 2 WHEN 'sign' THEN 2 WHEN 'check' THEN 30 ELSE 7 END"
_STAGE_UNIT = (
    "CASE stage WHEN 'check' THEN 'working_minute' WHEN 'follow_up' THEN 'natural_day'"
    " ELSE 'working_hour' END"
)
_STAGE_SECONDS = "CASE stage WHEN 'check' THEN 1800 WHEN 'follow_up' THEN 604800 ELSE 7200 END"
_STAGE_DUE = f"stage_from + ({_STAGE_SECONDS}) * interval '1 second'"
_STAGE_SOON = f"stage_from + ({_STAGE_SECONDS}) * 0.7 * interval '1 second'"
_HANDLE_SOON = "dispatched_at + (handle_due - dispatched_at) * 0.7"
_HANDLE_SECONDS = (
    "amount * (CASE split_part(unit, '_', 2) WHEN 'minute' THEN 60 WHEN 'hour' THEN 3600"
    " ELSE CASE WHEN unit = 'working_day' THEN 28800 ELSE 86400 END END)"
)
_EVENTS = 3


def _iso(expression: str) -> str:
    return f"to_char(({expression}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')"


def _clock_state(amount: str, unit: str, start: str, seconds: str, due: str, soon: str) -> str:
    """kernel.stageclock.ClockState as JSON; `stopped` says whether the clock has ended."""
    return f"""jsonb_build_object(
        'limit', jsonb_build_object('amount', {amount}, 'unit', {unit}),
        'status', CASE WHEN stopped IS NULL THEN 'running' ELSE 'stopped' END,
        'started_at', {_iso(start)}, 'allowed_seconds', {seconds}, 'soon_share', 0.7,
        'spent_seconds', 0, 'extensions', 0,
        'running_since', CASE WHEN stopped IS NULL THEN {_iso(start)} END,
        'due_at', {_iso(due)}, 'soon_at', {_iso(soon)},
        'stopped_at', CASE WHEN stopped IS NOT NULL THEN {_iso("stopped")} END,
        'unknown_year', NULL, 'uncounted', '[]'::jsonb,
        'late', coalesce(stopped > {due}, false))"""


_ORDERS = f"""
INSERT INTO orders_order (
    id, number, client_key, process_id, state, phase, source, emergency, category_id, limit_id,
    text, brief, place, lon, lat, outside, area_then_id, area_path, reporter_id, public, published,
    hide_name, confined, holder_body_id, lead_body_id, clause, auto_dispatched, reported_at, due_at, soon_at,
    handle_due_at, promised_at, finished_at, closed_at, on_time, returns, extensions, suspensions,
    reworks, presses, supporters, result, solved, satisfaction, event_seq, event_hash, is_demo)
SELECT id, 'BK' || to_char(reported_at AT TIME ZONE 'Asia/Shanghai', 'YYMMDD') || lpad(id::text, 9, '0'),
    client_key, (SELECT id FROM orders_process WHERE key = 'matter' AND current), state,
    CASE WHEN is_open THEN 'open' ELSE 'closed' END,
    (ARRAY['snap', 'snap', 'hotline', 'grid'])[1 + floor(x_roll * 4)::int], emergency, category_id,
    limit_id, grid_name || floor(1 + y_roll * 18)::int || '号楼旁，' || category_name || '，麻烦来人看看', '',
    grid_name || floor(1 + y_roll * 18)::int || '号楼', centre_lon + (x_roll - 0.5) * 0.001,
    centre_lat + (y_roll - 0.5) * 0.001, false, area_id, path, person_id, true,
    state <> 'to_verify', false, false, holder, lead, CASE WHEN lead IS NULL THEN '' ELSE coalesce(clause, '') END,
    lead IS NOT NULL, reported_at,
    CASE WHEN NOT is_open THEN NULL WHEN stage = 'handle' THEN handle_due ELSE {_STAGE_DUE} END,
    CASE WHEN NOT is_open THEN NULL WHEN stage = 'handle' THEN {_HANDLE_SOON} ELSE {_STAGE_SOON} END,
    CASE WHEN state IN ('to_sign', 'in_hand') THEN handle_due END, handle_due, finished_at,
    CASE WHEN NOT is_open THEN finished_at + rate_roll * interval '7 days' END,
    finished_at <= handle_due, 0, 0, 0, 0, 0, 0,
    CASE WHEN finished_at IS NULL THEN '' ELSE '到场查看后已处理，复查正常。' END,
    CASE WHEN state = 'closed' THEN late_roll > 0.09 END,
    CASE WHEN state = 'closed' THEN (CASE WHEN late_roll > 0.25 THEN 3 WHEN late_roll > 0.12 THEN 2 ELSE 1 END) END,
    {_EVENTS}, head, false
FROM bulk_order
"""  # noqa: S608

_ROOT = """
INSERT INTO orders_eventroot (at, count, root, previous, signature, key_id)
SELECT %(now)s::timestamptz, 0, repeat('0', 64), repeat('0', 64), '', 'bulk'
WHERE NOT EXISTS (SELECT 1 FROM orders_eventroot WHERE key_id = 'bulk')
"""

_EVENT_ROWS = """
INSERT INTO orders_orderevent (
    order_id, seq, at, action, actor_kind, actor_name, resident_id, body_id, from_state, to_state,
    payload, salt, digest, hash, root_id)
SELECT o.id, e.seq, e.at, e.action, e.kind, e.kind || '::' || e.action,
    CASE WHEN e.seq = 1 THEN o.person_id END, e.body_id, e.source, e.target, '{}'::jsonb, '',
    o.head, CASE WHEN e.seq = 3 THEN o.head ELSE md5(o.head || e.seq) || md5(e.seq || o.head) END,
    (SELECT id FROM orders_eventroot WHERE key_id = 'bulk' LIMIT 1)
FROM bulk_order o CROSS JOIN LATERAL (VALUES
    (1, o.reported_at, 'report', 'resident', NULL::bigint, '', 'submitted'),
    (2, o.reported_at, 'accept', 'system', NULL, 'submitted', 'to_verify'),
    (3, coalesce(o.finished_at, o.dispatched_at),
     CASE o.state WHEN 'to_verify' THEN 'note' WHEN 'to_sign' THEN 'dispatch'
          WHEN 'in_hand' THEN 'sign' WHEN 'to_check' THEN 'finish' WHEN 'to_rate' THEN 'check_pass'
          WHEN 'closed' THEN 'rate_solved' ELSE 'close_silent' END,
     'system', o.lead,
     CASE o.state WHEN 'to_verify' THEN 'to_verify' WHEN 'to_sign' THEN 'to_dispatch'
          WHEN 'in_hand' THEN 'to_sign' WHEN 'to_check' THEN 'in_hand'
          WHEN 'to_rate' THEN 'to_check' ELSE 'to_rate' END, o.state)
) AS e (seq, at, action, kind, body_id, source, target)
"""

_PARTIES = f"""
INSERT INTO orders_orderparty (order_id, body_id, role, open, state, since, due_at, soon_at, answer)
SELECT id, lead, 'lead', is_open, '', dispatched_at, NULL::timestamptz, NULL::timestamptz, ''
FROM bulk_order WHERE lead IS NOT NULL
UNION ALL
SELECT id, holder, 'holder', true, state, stage_from,
    CASE WHEN stage = 'handle' THEN handle_due ELSE {_STAGE_DUE} END,
    CASE WHEN stage = 'handle' THEN {_HANDLE_SOON} ELSE {_STAGE_SOON} END, ''
FROM bulk_order WHERE is_open AND holder IS NOT NULL
"""  # noqa: S608

_CLOCK_COLUMNS = (
    "order_id, stage, body_id, amount, unit, clock_state, started_at, due_at, soon_at, stopped_at,"
    " on_time, running, soon_told_at, over_told_at"
)
# They count as told: nobody wants a million messages about made-up delays.
_HANDLE_CLOCKS = f"""
INSERT INTO orders_orderclock ({_CLOCK_COLUMNS})
SELECT id, 'handle', lead, amount, unit,
    {_clock_state("amount", "unit", "dispatched_at", _HANDLE_SECONDS, "handle_due", _HANDLE_SOON)},
    dispatched_at, handle_due, {_HANDLE_SOON}, stopped, stopped <= handle_due, stopped IS NULL,
    dispatched_at, dispatched_at
FROM (SELECT *, finished_at AS stopped FROM bulk_order WHERE lead IS NOT NULL) o
"""  # noqa: S608
_STAGE_CLOCKS = f"""
INSERT INTO orders_orderclock ({_CLOCK_COLUMNS})
SELECT id, stage, holder, {_STAGE_AMOUNT}, {_STAGE_UNIT},
    {_clock_state(_STAGE_AMOUNT, _STAGE_UNIT, "stage_from", _STAGE_SECONDS, _STAGE_DUE, _STAGE_SOON)},
    stage_from, {_STAGE_DUE}, {_STAGE_SOON}, stopped, NULL::boolean, true, stage_from, stage_from
FROM (SELECT *, NULL::timestamptz AS stopped FROM bulk_order) o
WHERE is_open AND stage NOT IN ('', 'handle')
"""  # noqa: S608

INSERTS = (_ORDERS, _ROOT, _EVENT_ROWS, _PARTIES, _HANDLE_CLOCKS, _STAGE_CLOCKS)
