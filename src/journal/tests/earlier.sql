-- A journal as the version before codes wrote it: what was told of each item stands there as prose.
PRAGMA application_id = 1129535312;
BEGIN TRANSACTION;
CREATE TABLE job (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        environment  TEXT NOT NULL,
        cloud_name   TEXT NOT NULL,
        description  TEXT NOT NULL,
        what         TEXT NOT NULL,
        route        TEXT NOT NULL,
        invalidate   INTEGER NOT NULL,
        planned      INTEGER NOT NULL,
        fingerprint  BLOB NOT NULL,
        previewed_at INTEGER NOT NULL,
        confirmed_at INTEGER NOT NULL,
        state        TEXT NOT NULL DEFAULT 'open',
        ended_at     INTEGER
    , sweep TEXT, control TEXT NOT NULL DEFAULT 'run', tally TEXT, seal BLOB);
INSERT INTO job VALUES(1,'demo','demo','test','originals','batches',1,12,X'a3e0b346edb00fce43b5abbe4066db58d04b1e6e8af186f5cff1200f11d5b2d9',0,7,'stopped',9,NULL,'run','{"deleted":1,"already_gone":1,"refused":2,"skipped":3,"unknown":5,"copies":3,"uncounted":0,"extras":0,"left_out":0}',NULL);
CREATE TABLE item (
        job            INTEGER NOT NULL REFERENCES job (id),
        position       INTEGER NOT NULL,
        asset_id       BLOB NOT NULL,
        resource_type  TEXT NOT NULL,
        delivery_type  TEXT NOT NULL,
        public_id      TEXT NOT NULL,
        version        INTEGER NOT NULL,
        etag           TEXT,
        bytes          INTEGER NOT NULL,
        created_at     INTEGER,
        format         TEXT,
        backed_up      INTEGER,
        secure_url     TEXT NOT NULL,
        copy_id        BLOB,
        transformation TEXT,
        outcome        TEXT,
        reason         TEXT,
        copies         INTEGER,
        PRIMARY KEY (job, position)
    ) WITHOUT ROWID;
INSERT INTO item VALUES(1,0,X'00000000000000000000000000000000','image','upload','docs/0',1,NULL,1000,0,'jpg',1,'',NULL,NULL,'deleted',NULL,3);
INSERT INTO item VALUES(1,1,X'01010101010101010101010101010101','image','upload','docs/1',1,NULL,1000,1,'jpg',1,'',NULL,NULL,'already-gone',NULL,NULL);
INSERT INTO item VALUES(1,2,X'02020202020202020202020202020202','image','upload','docs/2',1,NULL,1000,2,'jpg',1,'',NULL,NULL,'refused','unauthorized',NULL);
INSERT INTO item VALUES(1,3,X'03030303030303030303030303030303','image','upload','docs/3',1,NULL,1000,3,'jpg',1,'',NULL,NULL,'refused','Resource is locked by “legal hold”',NULL);
INSERT INTO item VALUES(1,4,X'04040404040404040404040404040404','image','upload','docs/4',1,NULL,1000,4,'jpg',1,'',NULL,NULL,'skipped','changed',NULL);
INSERT INTO item VALUES(1,5,X'05050505050505050505050505050505','image','upload','docs/5',1,NULL,1000,5,'jpg',1,'',NULL,NULL,'skipped','not-caught',NULL);
INSERT INTO item VALUES(1,6,X'06060606060606060606060606060606','image','upload','docs/6',1,NULL,1000,6,'jpg',1,'',NULL,NULL,'skipped','stopped',NULL);
INSERT INTO item VALUES(1,7,X'07070707070707070707070707070707','image','upload','docs/7',1,NULL,1000,7,'jpg',1,'',NULL,NULL,'unknown','Sent before the job was stopped; it was still there when asked, and may yet go. The program ended before Cloudinary’s answer came.',NULL);
INSERT INTO item VALUES(1,8,X'08080808080808080808080808080808','image','upload','docs/8',1,NULL,1000,8,'jpg',1,'',NULL,NULL,'unknown','Sent 5 times; it was still there when last asked. Cloudinary did not answer in time.',NULL);
INSERT INTO item VALUES(1,9,X'09090909090909090909090909090909','image','upload','docs/9',1,NULL,1000,9,'jpg',1,'',NULL,NULL,'unknown','Cloudinary’s answer did not mention it.',NULL);
INSERT INTO item VALUES(1,10,X'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a','image','upload','docs/10',1,NULL,1000,10,'jpg',1,'',NULL,NULL,'unknown','Sent 5 times; it was still there when last asked.',NULL);
INSERT INTO item VALUES(1,11,X'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b','image','upload','docs/11',1,NULL,1000,11,'jpg',1,'',NULL,NULL,'unknown','Sent before the job was stopped; it could not be asked what became of it, since “demo” is not open.',NULL);
CREATE TABLE batch (
        job    INTEGER NOT NULL REFERENCES job (id),
        number INTEGER NOT NULL,
        first  INTEGER NOT NULL,
        past   INTEGER NOT NULL,
        state  TEXT NOT NULL DEFAULT 'planned', seal BLOB,
        PRIMARY KEY (job, number)
    ) WITHOUT ROWID;
INSERT INTO batch VALUES(1,0,0,12,'done',NULL);
CREATE TABLE extra (
        id            INTEGER PRIMARY KEY AUTOINCREMENT,
        job           INTEGER NOT NULL REFERENCES job (id),
        batch         INTEGER NOT NULL,
        resource_type TEXT NOT NULL,
        delivery_type TEXT,
        public_id     TEXT NOT NULL,
        asset_id      BLOB,
        state         TEXT NOT NULL
    );
CREATE TABLE setting (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE preview (
        environment TEXT NOT NULL,
        criteria    TEXT NOT NULL,
        found       INTEGER NOT NULL,
        at          INTEGER NOT NULL,
        PRIMARY KEY (environment, criteria)
    ) WITHOUT ROWID;
CREATE TABLE destroy (
        environment TEXT NOT NULL PRIMARY KEY,
        form        TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE left_out (
        job            INTEGER NOT NULL REFERENCES job (id),
        position       INTEGER NOT NULL,
        asset_id       BLOB NOT NULL,
        resource_type  TEXT NOT NULL,
        delivery_type  TEXT NOT NULL,
        public_id      TEXT NOT NULL,
        version        INTEGER NOT NULL,
        etag           TEXT,
        bytes          INTEGER NOT NULL,
        created_at     INTEGER,
        format         TEXT,
        backed_up      INTEGER,
        secure_url     TEXT NOT NULL,
        copy_id        BLOB,
        transformation TEXT,
        PRIMARY KEY (job, position)
    ) WITHOUT ROWID;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('job',1);
CREATE INDEX extra_of_job ON extra (job, batch, public_id);
CREATE UNIQUE INDEX extra_by_asset_id ON extra (job, asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX item_by_public_id ON item (public_id COLLATE NOCASE);
CREATE INDEX open_jobs ON job (id) WHERE state = 'open';
COMMIT;
PRAGMA user_version = 5;
