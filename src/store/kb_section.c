#include "store/columns.h"
#include "store/schema.h"

#include <stdio.h>

static int64_t first_chunk(int64_t section_row)
{
    return section_row << KB_SECTION_BITS;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int load_sections(struct kb *kb, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_SECTIONS, err);
    if (!s)
        return -1;
    int got;
    kb->section_count = 0;
    while ((got = db_step(kb, s, err)) == 1) {
        struct section *section = &kb->sections[kb->section_count];
        int64_t row = sqlite3_column_int64(s, 0), size = sqlite3_column_int64(s, 2);
        const char *name = (const char *)sqlite3_column_text(s, 1);
        /* What it claims readers make room for: no more than the file has. */
        int64_t most = kb->file_size ? kb->file_size : INT32_MAX;
        if (kb->section_count == KB_SECTIONS_MAX || !name || strlen(name) >= sizeof section->name ||
            size < 0 || size > most || size > INT32_MAX || row < 1 || row > INT32_MAX) {
            sqlite3_reset(s);
            return db_corrupt(kb, "table of its index sections", err);
        }
        snprintf(section->name, sizeof section->name, "%s", name);
        section->row = row;
        section->size = (size_t)size;
        kb->section_count++;
    }
    kb->sections_loaded = got == 0;
    return got;
}

/* NULL with kb->sections_loaded when there is no such section, NULL without it on trouble. */
static const struct section *find_section(struct kb *kb, const char *name, struct err *err)
{
    if (!kb->sections_loaded && load_sections(kb, err) != 0)
        return NULL;
    for (size_t i = 0; i < kb->section_count; i++)
        if (strcmp(kb->sections[i].name, name) == 0)
            return &kb->sections[i];
    return NULL;
}

int kb_section_size(struct kb *kb, const char *name, size_t *size, struct err *err)
{
    const struct section *section = find_section(kb, name, err);
    if (!kb->sections_loaded)
        return -1;
    *size = section ? section->size : 0;
    return 0;
}

static int read_chunk(struct kb *kb, int64_t row, size_t offset, void *out, size_t n,
                      struct err *err)
{
    int rc;
    if (kb->chunk)
        rc = kb->chunk_row == row ? SQLITE_OK : sqlite3_blob_reopen(kb->chunk, row);
    else
        rc = sqlite3_blob_open(kb->db, "main", "chunk", "data", row, 0, &kb->chunk);
    if (rc == SQLITE_OK)
        rc = sqlite3_blob_read(kb->chunk, out, (int)n, (int)offset);
    if (rc == SQLITE_OK) {
        kb->chunk_row = row;
        return 0;
    }
    sqlite3_blob_close(kb->chunk);
    kb->chunk = NULL;
    /* SQLITE_ERROR: no such row, no blob, or shorter than it says. */
    return rc == SQLITE_ERROR ? db_corrupt(kb, "a piece of its index is missing", err)
                              : db_error(kb, rc, err);
}

int kb_section_read(struct kb *kb, const char *name, size_t offset, void *out, size_t n,
                    struct err *err)
{
    const struct section *section = find_section(kb, name, err);
    if (!kb->sections_loaded)
        return -1;
    if (!section || offset > section->size || n > section->size - offset)
        return db_corrupt(kb, name, err);
    char *to = out;
    while (n) {
        size_t at = offset % KB_CHUNK_SIZE;
        size_t part = min_size(n, KB_CHUNK_SIZE - at);
        int64_t row = first_chunk(section->row) + (int64_t)(offset / KB_CHUNK_SIZE);
        if (read_chunk(kb, row, at, to, part, err) != 0)
            return -1;
        to += part;
        offset += part;
        n -= part;
    }
    return 0;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Does the file say so already? A chunk that cannot be read differs. */
static bool is_same_chunk(struct kb *kb, int64_t row, struct str part)
{
    char old[KB_CHUNK_SIZE];
    struct err ignored;
    int rc;
    if (kb->chunk)
        rc = sqlite3_blob_reopen(kb->chunk, row);
    else
        rc = sqlite3_blob_open(kb->db, "main", "chunk", "data", row, 0, &kb->chunk);
    kb->chunk_row = row;
    bool same = rc == SQLITE_OK && (size_t)sqlite3_blob_bytes(kb->chunk) == part.n &&
                read_chunk(kb, row, 0, old, part.n, &ignored) == 0 &&
                memcmp(old, part.p, part.n) == 0;
    if (!same)
        db_idle(kb);
    return same;
}

/* The chunks of a section; those that were there before and are not overwritten go. */
static int put_chunks(struct kb *kb, int64_t section_row, size_t old_size, struct str bytes,
                      struct err *err)
{
    int64_t row = first_chunk(section_row);
    for (size_t at = 0; at < bytes.n; at += KB_CHUNK_SIZE, row++) {
        struct str part = str_slice(bytes, at, at + KB_CHUNK_SIZE);
        if (at < old_size && is_same_chunk(kb, row, part))
            continue;
        sqlite3_stmt *s = db_statement(kb, DB_PUT_CHUNK, err);
        if (!s)
            return -1;
        struct values v = {kb, s, err, 0, false};
        bind_number(&v, row);
        bind_blob(&v, part);
        if (run_bound(&v) != 0)
            return -1;
        kb->changed = true;
    }
    db_idle(kb);
    if (old_size <= bytes.n)
        return 0;
    sqlite3_stmt *s = db_prepare(kb, "DELETE FROM chunk WHERE row BETWEEN ?1 AND ?2", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row);
    bind_number(&v, first_chunk(section_row + 1) - 1);
    kb->changed = true;
    int result = run_bound(&v);
    sqlite3_finalize(s);
    return result;
}

int kb_put_section(struct kb *kb, const char *name, struct str bytes, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (strlen(name) >= sizeof kb->sections[0].name || bytes.n > INT32_MAX)
        return err_set(err, ERR_INVALID, "%s: index section %s is too large", kb->name, name);
    db_idle(kb);
    const struct section *old = find_section(kb, name, err);
    if (!kb->sections_loaded)
        return -1;
    if (!old && kb->section_count == KB_SECTIONS_MAX)
        return err_set(err, ERR_INVALID, "%s: more than %d index sections", kb->name,
                       KB_SECTIONS_MAX);
    int64_t row = old ? old->row : 1;
    if (!old && kb->section_count)
        row = kb->sections[kb->section_count - 1].row + 1;
    size_t old_size = old ? old->size : 0;
    if (put_chunks(kb, row, old_size, bytes, err) != 0)
        return -1;
    if (old && old_size == bytes.n)
        return 0;
    sqlite3_stmt *s = db_prepare(
        kb, "INSERT OR REPLACE INTO section(row, name, size) VALUES(?1,?2,?3)", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row);
    bind_text(&v, str_of(name));
    bind_number(&v, (int64_t)bytes.n);
    int result = run_bound(&v);
    sqlite3_finalize(s);
    kb->sections_loaded = false;
    kb->changed = true;
    return result;
}
