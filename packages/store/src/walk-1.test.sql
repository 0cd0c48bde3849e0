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
CREATE TABLE events (
  number      INTEGER PRIMARY KEY, -- of the event, from 1, over all sessions and all tables
  session     INTEGER NOT NULL,
  seconds     REAL    NOT NULL,    -- since the study began, without the time between sessions
  evaluations INTEGER NOT NULL,    -- of the study, these included
  type     TEXT    NOT NULL,
  run      INTEGER,
  body     TEXT,               -- JSON; NULL: kept elsewhere (snapshots, memory) while it is the last one
  checksum INTEGER NOT NULL
);
CREATE INDEX events_by_type ON events (type);
CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;
CREATE TABLE printed (
  number      INTEGER PRIMARY KEY, -- of the event, from 1, over all sessions and all tables
  session     INTEGER NOT NULL,
  seconds     REAL    NOT NULL,    -- since the study began, without the time between sessions
  evaluations INTEGER NOT NULL,    -- of the study, these included
  run      INTEGER,
  body     TEXT    NOT NULL,   -- JSON: stream, text
  checksum INTEGER NOT NULL
);
CREATE TABLE trials (
  number      INTEGER PRIMARY KEY, -- of the event, from 1, over all sessions and all tables
  session     INTEGER NOT NULL,
  seconds     REAL    NOT NULL,    -- since the study began, without the time between sessions
  evaluations INTEGER NOT NULL,    -- of the study, these included
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
CREATE TABLE told (
  number      INTEGER PRIMARY KEY, -- of the event, from 1, over all sessions and all tables
  session     INTEGER NOT NULL,
  seconds     REAL    NOT NULL,    -- since the study began, without the time between sessions
  evaluations INTEGER NOT NULL,    -- of the study, these included
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
INSERT INTO sessions VALUES (1, 'somewhere', 1, 'v20.20.2', 'batch', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', 'ended', '{"task":"walk"}', 1867230763);
INSERT INTO events VALUES (1, 1, 0.0009547149999999646, 0, 'study-started', NULL, '{"resumed":false,"task":{"$":"undefined"},"parameters":[{"kind":"real","name":"x1","low":0,"high":1}],"seed":7,"slots":1,"liveRuns":{"from":3,"upTo":3},"placement":{"optimizers":"inline","trials":"with-optimizer"},"huntEvery":500,"hunters":{"$":"undefined"},"stop":"maxEvaluations(evaluations=120)"}', 2838190267);
INSERT INTO events VALUES (2, 1, 0.0030112819999999372, 0, 'run-started', 1, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"choice":0,"point":{"$f64":"Wtq9RCQ06T8="},"spread":{"$":"undefined"},"reason":{"$":"undefined"},"origin":{"$":"undefined"}}', 3937953257);
INSERT INTO events VALUES (3, 1, 0.003532722999999919, 0, 'run-started', 2, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"choice":0,"point":{"$f64":"BAh97mFL3z8="},"spread":{"$":"undefined"},"reason":{"$":"undefined"},"origin":{"$":"undefined"}}', 203715766);
INSERT INTO events VALUES (4, 1, 0.00361545799999999, 0, 'run-started', 3, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"choice":0,"point":{"$f64":"CupJlRFn7D8="},"spread":{"$":"undefined"},"reason":{"$":"undefined"},"origin":{"$":"undefined"}}', 1778837718);
INSERT INTO events VALUES (5, 1, 0.0037663519999999837, 0, 'decided', NULL, NULL, 2660997178);
INSERT INTO events VALUES (7, 1, 0.013946956, 115, 'warning', NULL, '{"message":"trial 115 of run 1 failed: the task threw: too far (further failures are only counted)"}', 2599125708);
INSERT INTO events VALUES (8, 1, 0.013964099000000034, 115, 'incumbent', NULL, '{"found":{"value":-0.9999976878282739,"point":{"$f64":"69VETkfD4D8="},"run":1,"trial":87}}', 2958352404);
INSERT INTO events VALUES (10, 1, 0.017535814999999958, 120, 'run-ended', 1, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"status":"stopped","reason":{"by":"maxEvaluations","message":"120 of at most 120 evaluations made","data":{"evaluations":120}},"trials":120,"outcomes":{"ok":105,"failed":15,"timedOut":0,"lost":0,"cancelled":0},"best":{"value":-0.9999976878282739,"point":{"$f64":"69VETkfD4D8="},"run":1,"trial":87}}', 3887990396);
INSERT INTO events VALUES (11, 1, 0.017679775000000064, 120, 'run-ended', 2, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"status":"stopped","reason":{"by":"maxEvaluations","message":"120 of at most 120 evaluations made","data":{"evaluations":120}},"trials":0,"outcomes":{"ok":0,"failed":0,"timedOut":0,"lost":0,"cancelled":0},"best":{"$":"undefined"}}', 944077113);
INSERT INTO events VALUES (12, 1, 0.017725030999999943, 120, 'run-ended', 3, '{"optimizer":{"plugin":"optimizer","name":"walk","options":{}},"status":"stopped","reason":{"by":"maxEvaluations","message":"120 of at most 120 evaluations made","data":{"evaluations":120}},"trials":0,"outcomes":{"ok":0,"failed":0,"timedOut":0,"lost":0,"cancelled":0},"best":{"$":"undefined"}}', 2170409374);
INSERT INTO events VALUES (13, 1, 0.018708570000000008, 120, 'study-ended', NULL, '{"result":{"value":-0.9999976878282739,"point":{"$f64":"69VETkfD4D8="},"run":1,"evaluations":120,"outcomes":{"ok":105,"failed":15,"timedOut":0,"lost":0,"cancelled":0},"retried":0,"replaced":0,"leftBehind":[],"runs":{"started":3,"killed":0,"converged":0,"failed":0,"stopped":3},"reason":{"by":"maxEvaluations","message":"120 of at most 120 evaluations made","data":{"evaluations":120}},"seed":7,"seconds":0.017830618999999843,"slots":1,"slotTime":{"total":0.020722478000000027,"spent":{"evaluating":0.0055139800000004015,"optimizing":0.0006522039999995286,"starting":0.008287003000000027,"waitingForPoints":0,"waitingForManager":0.005346405000000005,"waitingForLog":0,"beingReplaced":0,"finished":0.0009228860000000623},"utilisation":0.2660869033134162,"advice":"40 % of slot time was spent starting workers, or measuring where to run: a placement that is named, fewer slots, threads instead of processes, or a longer study would lose less"},"placement":{"optimizers":"inline","trials":"with-optimizer"}}}', 3727754311);
INSERT INTO trials VALUES (6, 1, 0.013884297999999944, 115, 1, 1, 1, 115, -0.9999976878282739, '[{"index":3,"outcome":"failed","message":"the task threw: too far"},{"index":24,"outcome":"failed","message":"the task threw: too far"},{"index":36,"outcome":"failed","message":"the task threw: too far"},{"index":45,"outcome":"failed","message":"the task threw: too far"},{"index":54,"outcome":"failed","message":"the task threw: too far"},{"index":57,"outcome":"failed","message":"the task threw: too far"},{"index":66,"outcome":"failed","message":"the task threw: too far"},{"index":69,"outcome":"failed","message":"the task threw: too far"},{"index":72,"outcome":"failed","message":"the task threw: too far"},{"index":75,"outcome":"failed","message":"the task threw: too far"},{"index":87,"outcome":"failed","message":"the task threw: too far"},{"index":93,"outcome":"failed","message":"the task threw: too far"},{"index":99,"outcome":"failed","message":"the task threw: too far"},{"index":102,"outcome":"failed","message":"the task threw: too far"},{"index":114,"outcome":"failed","message":"the task threw: too far"}]', NULL, NULL, X'5adabd442434e93ff0b7652f6761c03fbae540b4f409e13ff6d9f60522dfee3fa86fa9c7ff79d93fd5d3dc51e37de43f1c5720829efdec3f20e2240b9cc3d43f4bd5704f94dadf3f25381a3f6781ed3f049b86d8fdabd43f03329951fd03e03f0d6704e7fea6ed3f40e7cbcc0592d43f21aa4f4ed31ce03fa0eff7c038ceed3f08734089256ed43fc0d9b3cde83ee03f26b05c02cc00ee3f0c90a3200033d43f67a3b5277a76e03fd4f8e82a1e4bee3f48ba65c1b9c2d33f011497f088dde03fa603a30317baee3f08c301c3e92fd93fa40526bd69f3e33f8df2901fa0caed3f58a3eab9cd71d43fda439696723be03f82bf1d2dd5fbed3fb87b8cc36f39d43f42786b667870e03f687859579243ee3fd0fd601476cfd33fa46418d604d2e03f020ee7146dafee3fc0d789e5951ad93f92b3cd1937cbe33f1769c8b91cffed3f74376d2e3335d43f66d101f16c74e03f180a80c58d48ee3f94394c0c16c7d33f935a2be798d9e03f64b13b297eb6ee3f841e330eb828d93fa27665a8dee5e33fee2dcf43b0dced3fb0ce0783b15ed43f769b2c52814de03f634bd50f4c15ee3f0822ad0dfe16d43f7dc59e7f7f90e03f5c1ad5fb6f6aee3f74f065b39b90d83f0ca4614de8c3e23fd5671feee5f8ee3f648bfa9787add93f5f2fae6a13dde43fec7b1059035eec3fa086fbeb9e4dd43f6844325d915de03f421581770d2bee3fc8fdc709c8f6d33f2f5fd6a02caee03f22a833d76f8bee3f000c236a9bd2d83fe13b8bf58642e33f5621a94f6896ee3f68fe0d5b8ce8d83fc6c4d5135b6ce33ff03cbc36cd6cee3f9c3534295695d83febe3a45d04cde23ff6db429b40f3ee3fa87341f23ca2d93f405a9df44cc8e43f0e3f393bf981ec3f0029bc9d9176d43f28d2fcb3ee36e03f38a5509b4cf5ed3f74d9bd2db341d43f8ce9a94fbe68e03fc67fcdbfb039ee3f78843530b0dfd33febd5444e47c3e03f00375b8e23a1ee3fbc2972d802fed83fadc6d30b2395e33ff04c711d2d40ee3fb485654918d5d33f8226ecece8cce03f08e1d0228eaaee3fcc7d5d01d810d93fba703082ceb8e33f68ba70fbfd15ee3f70ea49b60016d43f110deaef6991e03fd430a3c67f6bee3f641d0249bb92d83f4eb388bfffc7e23f9b570b0e64f6ee3ff06ad2d783a8d93f0a9571f4dad3e43ff6fb19ba0b6eec3f78940b5ceb60d43f7e529aee674be03f786650406412ee3fa80ad2e9191bd43fd4d76b6fb18ce03fd2479a27ff65ee3f28d8a65efa92d33ff8a3dbdd4708e13fe58d1b8fdaddee3f', X'5021b9fb0613e73fa0cd9c1f373bed3f1c43885beee5efbf000000000000f07fd374fd602152dbbf78e061ee2fcbdfbf43b4bcf0f492ee3fa04c61336b23cc3fe4ce8bacbd22efbf7ca6e16d2de4ec3fa64fa05986c1cd3f8505a8266b4fefbf220c8b64724cec3faa278e785e87cf3fe6365fbe967aefbf0e445f71f4a0eb3f378e4203d1fbd03f9be9600410acefbf05ae459082b0ea3f15f12359a9fad23fac66007052e4efbf5213c4872229e93ffb15262cd5b5d63f54358a9f10fcefbf000000000000f07f91a5abf289f1d8bf212da78d09ece3bfc483939e3ab1eb3fe079922613dcd03f5dd9fc298ea7efbf74e15f840ec9ea3f342bace84fc3d23fd7663039b4dfefbfe579eb7ee052e93f382f3c94874ad63f7f62d2229ffeefbf000000000000f07ffa7a01b75540d8bff78656461702e5bf51feb0fedcb8ea3fd60e90e7c0e7d23f7d10e1e3c8e2efbf799e58285e37e93f833fec122091d63fd86a972c16fdefbf000000000000f07f0b399494dcb5d8bf4a8ca338db4ae4bfa49284df5f5eeb3f7f05c130c081d13f2e76609fc6bdefbf4c376a4bff48ea3fa5077ea1cfead33f056509db37f4efbf000000000000f07fb8d3e4826bb2d3bfc2b19f485f05ebbf000000000000f07fda46f284aaf2dcbf1d981a636cd2d9bf943c2ebdcac0ef3f5cd307385815d23ff6d852b5daceefbf4a238f0e6ad7e93f8e0e7b7480fdd43f3f417e0930feefbf000000000000f07f1310a74f24e4d5bfc416c0740a62e8bf000000000000f07f3c6ea5324a9dd6bfe4ce19cfbc67e7bf000000000000f07f7d830d83e4dad3bf874e401f1bd9eabf000000000000f07f548fb8b1e397dcbfa0297474d626dbbfbfe654215592ef3fbe3e852bb0b2d03f97df611c80a1efbfe93c11590de9ea3fbcb98e21297cd23f1629d1b63dd9efbfc52d4e6fdc88e93fe642c91168c1d53fa889a926fbffefbf000000000000f07fa9f76c8a9651d7bf30f93e9b8467e6bf21c82a7c8365e93fc022257ef91ad63ff895140856ffefbf000000000000f07fc5f7d6d51befd7bf724327d2f47de5bfd61683856d45ea3fe45b6b4946f3d33fb2d191eaa7f4efbf000000000000f07f78a8fa6e99c4d3bf4e53ee5193f1eabf000000000000f07f3c0affff62cadcbf5736bf6ef169dabf37d12942a4adef3f5afe47507a6ed13f57a2885b5bbbefbff5423084e057ea3fd1bbddaba7c7d33f63b6f18e4ff2efbf2bd3917de090e83f231cfee38c45d83f2e24267a1ee7efbf000000000000f07f', NULL, 644742460);
INSERT INTO trials VALUES (9, 1, 0.014778800000000047, 120, 1, 1, 116, 5, -0.9726089220070337, NULL, NULL, NULL, X'84d7f2d97077d93f72dcc22d2379e43fe064d5023805ed3f30ef9dca2ac5d43ff4e2eff693d7df3f', X'ef7085514d3ddbbfb0ff9de5a40ae0bf8d1ed38d7e7eee3f355085a31008cc3f422dfabe9c1fefbf', NULL, 2437809659);
INSERT INTO memory VALUES (1, 5, 0.0037663519999999837, 0, '{"memory":{"random":{"selector":{"words":[2254261940,578313736,1201868153,3960578447]},"startPoints":{"words":[2733707159,3872624277,1648753712,973728744]},"hunters":{"words":[564811118,2372219543,662757628,2281989584]},"checkers":{"words":[1818670862,3223614048,686868704,4104468303]}},"startPoints":{"$":"undefined"},"checkers":[],"hunters":[],"nextHunt":500}}', 1613103787);
INSERT INTO runs VALUES (1, 'walk', 0, 2, 0, 0.0030112819999999372, 10, 120, 0.017535814999999958, 'stopped', 120, 105, 15, 0, 0, 0, -0.9999976878282739, 1544657445);
INSERT INTO runs VALUES (2, 'walk', 0, 3, 0, 0.003532722999999919, 11, 120, 0.017679775000000064, 'stopped', 0, 0, 0, 0, 0, 0, NULL, 1942947725);
INSERT INTO runs VALUES (3, 'walk', 0, 4, 0, 0.00361545799999999, 12, 120, 0.017725030999999943, 'stopped', 0, 0, 0, 0, 0, 0, NULL, 1439957817);
PRAGMA application_id = 1735159152;
PRAGMA user_version = 1;
