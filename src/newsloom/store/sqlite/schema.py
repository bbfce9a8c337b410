"""The schema of the embedded store, as migrations: each takes it from one version to the next.

Text and JSON bodies are zstd frames without a trained dictionary: a dictionary would keep
pieces of texts that were removed on request (see docs/notes/0004-storage.md).
"""

from newsloom.model.errors import StoreError

_V1 = """
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cursor (stage TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE outlet (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id TEXT PRIMARY KEY, domain TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE source_state (
  source TEXT PRIMARY KEY, next_us INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX source_state_next ON source_state (next_us);
CREATE TABLE item (source TEXT, key BLOB, PRIMARY KEY (source, key)) WITHOUT ROWID;

-- Facts. A capture's row stays when its bytes are retired (file is NULL then).
CREATE TABLE capture (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url_key TEXT, domain TEXT,
  at_us INTEGER NOT NULL, body BLOB NOT NULL, file TEXT, offset INTEGER, length INTEGER
);
CREATE INDEX capture_url ON capture (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX capture_file ON capture (file, offset) WHERE file IS NOT NULL;
CREATE TABLE article (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, capture TEXT NOT NULL, identity TEXT NOT NULL,
  given_id TEXT NOT NULL,
  url_key TEXT, domain TEXT, text_key TEXT NOT NULL, outlet TEXT NOT NULL, latest INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX article_identity ON article (identity);
CREATE INDEX article_url ON article (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX article_given ON article (given_id);
CREATE INDEX article_domain ON article (domain);
CREATE TABLE sighting (
  capture TEXT PRIMARY KEY, seq INTEGER NOT NULL, given_id TEXT NOT NULL, article TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sighting_article ON sighting (article);
CREATE TABLE finding (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE features (
  seq INTEGER PRIMARY KEY, shard TEXT NOT NULL, body BLOB NOT NULL, lines BLOB NOT NULL
);
CREATE INDEX features_shard ON features (shard, seq);
CREATE VIRTUAL TABLE text_index USING fts5 (
  title, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO text_index (text_index, rank) VALUES ('secure-delete', 1);
CREATE TABLE epoch (
  kind TEXT, shard TEXT, seq INTEGER, count INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (kind, shard, seq)
) WITHOUT ROWID;

-- Judgements. Placement is the log's latest word on each article.
CREATE TABLE judgement_log (
  n INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX judgement_log_seq ON judgement_log (seq);
CREATE TABLE placement (
  seq INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, story TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX placement_story ON placement (story, seq);
CREATE TABLE origin (
  article TEXT PRIMARY KEY, story TEXT NOT NULL, of TEXT, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX origin_story ON origin (story);
CREATE TABLE story (
  id TEXT PRIMARY KEY, storyline TEXT NOT NULL, lang TEXT NOT NULL, first_seq INTEGER NOT NULL,
  last_us INTEGER, origins INTEGER NOT NULL, body BLOB NOT NULL, ledger BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX story_storyline ON story (storyline);
CREATE INDEX story_last ON story (last_us);
CREATE TABLE dirty (story TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE quarantine (
  capture TEXT PRIMARY KEY, seq INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;

-- Removal: requests and rulings are a log; tombstones keep what was removed away.
CREATE TABLE takedown_request (
  id TEXT PRIMARY KEY, asked_us INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE takedown_ruling (
  request TEXT PRIMARY KEY, articles INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE tombstone (
  key TEXT PRIMARY KEY, article TEXT, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX tombstone_article ON tombstone (article);

-- What other processes ask the running engine to do.
CREATE TABLE intent (
  n INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL, done TEXT
);
"""

# The log says when each judgement was made. What stands in an older log does not say it, so that
# everything is judged again; what is shown stays until then.
_V2 = """
DROP TABLE judgement_log;
CREATE TABLE judgement_log (
  seq INTEGER, at_seq INTEGER, body BLOB NOT NULL, PRIMARY KEY (seq, at_seq)
) WITHOUT ROWID;
CREATE INDEX judgement_log_at ON judgement_log (at_seq);
CREATE TABLE revision (
  at_seq INTEGER, n INTEGER, kind TEXT NOT NULL, story TEXT NOT NULL, target TEXT NOT NULL,
  body BLOB NOT NULL, PRIMARY KEY (at_seq, n)
) WITHOUT ROWID;
CREATE INDEX revision_story ON revision (story);
CREATE INDEX revision_target ON revision (target);
CREATE TABLE founder (story TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX founder_seq ON founder (seq);
CREATE TABLE correction (
  id TEXT PRIMARY KEY, at_us INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX article_outlet ON article (outlet, seq);
DELETE FROM cursor WHERE stage = 'weave';
"""

# Links between stories of different languages. Whatever deletes a story (not what replaces its
# row) drops its links, so that no evidence outlives a removal.
_V3 = """
CREATE TABLE bearing (
  story TEXT PRIMARY KEY, shard TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE bearing_key (
  key INTEGER, last_day INTEGER, story TEXT, first_day INTEGER NOT NULL,
  PRIMARY KEY (key, last_day, story)
) WITHOUT ROWID;
CREATE INDEX bearing_key_story ON bearing_key (story);
CREATE TABLE story_link (
  story TEXT, other TEXT, shard TEXT NOT NULL, score REAL NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (story, other)
) WITHOUT ROWID;
CREATE INDEX story_link_other ON story_link (other, shard);
CREATE TABLE unlinked (story TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER story_gone AFTER DELETE ON story BEGIN
  DELETE FROM bearing WHERE story = OLD.id;
  DELETE FROM bearing_key WHERE story = OLD.id;
  DELETE FROM story_link WHERE story = OLD.id OR other = OLD.id;
  DELETE FROM unlinked WHERE story = OLD.id;
END;
INSERT OR IGNORE INTO dirty SELECT id FROM story;
"""

# Subscriptions at hubs, and what they sent that no poll has taken yet.
_V4 = """
CREATE TABLE websub (
  token TEXT PRIMARY KEY, source TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX websub_source ON websub (source);
CREATE TABLE websub_push (
  n INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX websub_push_source ON websub_push (source);
"""

# Pages of known articles that are visited again.
_V5 = """
CREATE TABLE visit (
  url_key TEXT PRIMARY KEY, host TEXT NOT NULL, source TEXT NOT NULL, capture TEXT NOT NULL,
  next_us INTEGER, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX visit_next ON visit (next_us, host) WHERE next_us IS NOT NULL;
CREATE INDEX visit_host ON visit (host, next_us) WHERE next_us IS NOT NULL;
CREATE INDEX visit_capture ON visit (capture);
"""

MIGRATIONS: tuple[str, ...] = (_V1, _V2, _V3, _V4, _V5)
VERSION = len(MIGRATIONS)


def pending(version: int, where: str) -> tuple[str, ...]:
    """The scripts that bring a store of this version up to date.

    Raises StoreError for a store that a newer Newsloom wrote.
    """
    if version > VERSION:
        raise StoreError(
            f"{where} has schema {version}, this Newsloom knows up to {VERSION}: upgrade Newsloom"
        )
    return MIGRATIONS[version:]
