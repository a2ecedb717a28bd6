/** Version of the views' shape; another one on disk is dropped and rebuilt from the ledger. */
export const viewsVersion = 2

/**
 * One generic shape for the rows of every affair. `fields` is the JSON form of the row as the ledger holds it: a public
 * text is its hash there, and stands in `text` until its body is erased. `organ` is "scheme/id" of the field `organ`, for
 * what one organ has done; null where a row has none.
 */
export const viewsSchema = `
  CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY CHECK (id = 0), entries INTEGER NOT NULL, height INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS revision (
    affair TEXT NOT NULL, entity TEXT NOT NULL, key BLOB NOT NULL, revision INTEGER NOT NULL,
    status TEXT NOT NULL, fields TEXT NOT NULL, action TEXT NOT NULL,
    entry INTEGER NOT NULL, height INTEGER NOT NULL, time INTEGER NOT NULL, organ TEXT, latest INTEGER NOT NULL,
    PRIMARY KEY (affair, entity, key, revision)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS revision_latest ON revision (affair, entity, entry DESC) WHERE latest = 1;
  CREATE INDEX IF NOT EXISTS revision_organ ON revision (affair, entity, organ, entry DESC) WHERE latest = 1 AND organ IS NOT NULL;
  CREATE INDEX IF NOT EXISTS revision_entry ON revision (entry);
  CREATE TABLE IF NOT EXISTS text (hash BLOB PRIMARY KEY, text TEXT NOT NULL, entry INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS text_entry ON text (entry);
`
