/** `study.db` is a record of this kind: `PRAGMA application_id` of the file, `glmp`. */
export const applicationId = 0x67_6c_6d_70;

/** The columns of an event that say where in the study it stands. */
const place = `
  number      INTEGER PRIMARY KEY, -- of the event, from 1, over all sessions and all tables
  session     INTEGER NOT NULL,
  seconds     REAL    NOT NULL,    -- since the study began, without the time between sessions
  evaluations INTEGER NOT NULL,    -- of the study, these included`;

/** What the first version made. It stays as it is: there are files of it. */
const first = `
CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY,
  host       TEXT    NOT NULL,
  pid        INTEGER NOT NULL,
  node       TEXT    NOT NULL,
  durability TEXT    NOT NULL,
  started_at TEXT    NOT NULL, -- ISO 8601
  ended_at   TEXT,             -- NULL: it is under way, or was killed
  how        TEXT,             -- ended, failed, left
  asked      TEXT    NOT NULL, -- JSON: what was asked for
  checksum   INTEGER NOT NULL  -- of id and asked
);
CREATE TABLE events (${place}
  type     TEXT    NOT NULL,
  run      INTEGER,
  body     TEXT,               -- JSON; NULL: kept elsewhere (snapshots, memory) while it is the last one
  checksum INTEGER NOT NULL
);
CREATE INDEX events_by_type ON events (type);
CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;
CREATE TABLE printed (${place}
  run      INTEGER,
  body     TEXT    NOT NULL,   -- JSON: stream, text
  checksum INTEGER NOT NULL
);
CREATE TABLE trials (${place}
  run       INTEGER NOT NULL,
  told      INTEGER NOT NULL,  -- 1: its optimizer has heard of them
  first     INTEGER NOT NULL,  -- number of the first of these trials within the run, from 1
  count     INTEGER NOT NULL,
  best      REAL,              -- the least finite value
  failures  TEXT,              -- JSON: index, outcome, message
  residuals TEXT,              -- JSON: a list, or null, per trial
  extras    TEXT,              -- JSON: what the task added, per trial
  points    BLOB    NOT NULL,  -- count rows of 64-bit floating-point numbers, little-endian
  results   BLOB    NOT NULL,  -- count values of the same kind
  gradients BLOB,              -- like points
  checksum  INTEGER NOT NULL
);
CREATE INDEX trials_by_run ON trials (run);
CREATE TABLE told (${place}
  run      INTEGER NOT NULL,
  first    INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  asked    INTEGER NOT NULL,
  checksum INTEGER NOT NULL
);
CREATE INDEX told_by_run ON told (run);
CREATE TABLE snapshots (
  run         INTEGER PRIMARY KEY,
  number      INTEGER NOT NULL, -- of the event
  seconds     REAL    NOT NULL,
  evaluations INTEGER NOT NULL,
  body        TEXT    NOT NULL, -- JSON: trials, outstanding, state
  checksum    INTEGER NOT NULL
);
CREATE TABLE memory (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  number      INTEGER NOT NULL, -- of the event
  seconds     REAL    NOT NULL,
  evaluations INTEGER NOT NULL,
  body        TEXT    NOT NULL, -- JSON: what the parts that decide remember
  checksum    INTEGER NOT NULL
);
CREATE TABLE runs (
  id              INTEGER PRIMARY KEY,
  optimizer       TEXT    NOT NULL,
  choice          INTEGER NOT NULL,
  started         INTEGER NOT NULL, -- number of its event run-started
  started_at      INTEGER NOT NULL, -- evaluations of the study
  started_seconds REAL    NOT NULL,
  ended           INTEGER,          -- number of its event run-ended; NULL: it is live
  ended_at        INTEGER,
  ended_seconds   REAL,
  status          TEXT,
  trials          INTEGER,
  ok              INTEGER,
  failed          INTEGER,
  timed_out       INTEGER,
  lost            INTEGER,
  cancelled       INTEGER,
  best            REAL,
  checksum        INTEGER NOT NULL
);
CREATE VIEW best_so_far AS
  SELECT number, seconds, evaluations, body ->> '$.found.run' AS run, body ->> '$.found.trial' AS trial,
    body ->> '$.found.value' AS value
  FROM events WHERE type = 'incumbent' ORDER BY number;
CREATE VIEW run_ends AS
  SELECT runs.id AS run, optimizer, status, trials, best, started_at, ended_at, started_seconds, ended_seconds,
    body ->> '$.reason.by' AS ended_by, body ->> '$.reason.message' AS reason
  FROM runs LEFT JOIN events ON events.number = runs.ended ORDER BY runs.id;
CREATE VIEW warnings AS
  SELECT number, seconds, evaluations, body ->> '$.message' AS message
  FROM events WHERE type = 'warning' ORDER BY number;
CREATE VIEW output AS
  SELECT number, seconds, run, body ->> '$.stream' AS stream, body ->> '$.text' AS text
  FROM printed ORDER BY number;
`;

/** Levels of detail, and checkpoints. */
const second = `
ALTER TABLE sessions ADD COLUMN detail TEXT NOT NULL DEFAULT 'trials';
CREATE TABLE checkpoints (
  id          INTEGER PRIMARY KEY,
  made_at     TEXT    NOT NULL, -- ISO 8601
  host        TEXT    NOT NULL,
  folder      TEXT    NOT NULL, -- in which the study was recorded
  scheduled   INTEGER NOT NULL, -- 1: by the schedule of its recording, 0: because somebody asked for it
  number      INTEGER NOT NULL, -- of the last event in it
  evaluations INTEGER NOT NULL, -- of the study
  continued   INTEGER,          -- number of the session that went on from it; NULL: none has, this file is that checkpoint
  checksum    INTEGER NOT NULL
);
`;

/**
 * What makes a file of each version of one of the version before, the first of an empty one. Whoever changes the schema adds to this, and never changes what is in it.
 * Beside this, `tables.ts` lists the columns, `event-rows.ts` writes and reads what is in them, and the README tells users.
 */
const steps: readonly string[] = [first, second];

/** `PRAGMA user_version` of the file. */
export const schemaVersion = steps.length;

/** SQL that brings a file of an older version up to date. @param from its version; 0: nothing is in it */
export function upToDate(from: number, to = schemaVersion): string {
  const head = `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${to};`;
  return [...steps.slice(from, to), head].join('\n');
}
