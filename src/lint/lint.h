/*
 * lint.h - what stops readers from finding what documents say: rules, and the findings of a run.
 *
 * A lint collects findings from whoever looks (entries.h at a knowledge base, documents.h at the
 * files), leaves out what was not asked for and what a document silences, and hands them out in the
 * order in which people read: by file and line. It owns copies of all texts.
 * One thread at a time. Never prints, never exits. Layer: lint (over match, import and report).
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/arena.h"

enum lint_rule {
    LINT_MESSAGE_FINDS_OTHER,
    LINT_UNREACHABLE_ENTRY,
    LINT_SHARED_SIGNATURE,
    LINT_UNQUOTED_ERROR,
    LINT_VAGUE_MESSAGE,
    LINT_CODE_FORMS_DISAGREE,
    LINT_DEAD_LINK,
    LINT_DEAD_ANCHOR,
    LINT_DEAD_INCLUDE,
    LINT_NO_REMEDY,
    LINT_NOT_READ,
    LINT_RULES
};

enum lint_severity { LINT_NOTE, LINT_WARNING, LINT_ERROR, LINT_SEVERITIES };
const char *lint_severity_name(enum lint_severity s); /* "note": SARIF's word for it, too */

struct lint_rule_info {
    const char *id; /* "dead-link": stable, people write it into their documents */
    enum lint_severity severity;
    const char *what; /* is wrong: one sentence */
    const char *fix;  /* how to mend it: one sentence */
};
extern const struct lint_rule_info lint_rules[LINT_RULES];

/* False when there is no rule of this name. */
bool lint_rule_find(struct str id, enum lint_rule *rule);

enum {
    LINT_RELATED_MAX = 8,        /* places that one finding names beside its own */
    LINT_FINDINGS_MAX = 1000000, /* further ones are counted only */
};

struct lint_place {
    struct str path;
    uint32_t line;   /* 1-based; 0: the file as a whole */
    struct str name; /* what is there: a title; may be empty */
};

struct lint_finding {
    enum lint_rule rule;
    struct str path; /* as the user named the source, and the file below it */
    uint32_t line;   /* 1-based; 0: the file as a whole */
    struct str what; /* is wrong here: one sentence or two, without a full stop at the end */
    struct str fix;  /* how to mend this one, where more can be said than the rule says; or empty */
    struct str entry; /* id; or empty */
    struct lint_place related[LINT_RELATED_MAX];
    size_t related_count;
};

struct lint;

struct lint *lint_new(void);
void lint_free(struct lint *l); /* NULL is a no-op */

/* Which rules are wanted: all, until one is asked for by name. A disabled one never is. */
void lint_want(struct lint *l, enum lint_rule rule);
void lint_disable(struct lint *l, enum lint_rule rule);
bool lint_wanted(const struct lint *l, enum lint_rule rule);

/* Add a finding (copied), unless its rule is not wanted. */
void lint_add(struct lint *l, const struct lint_finding *f);

/* Findings of these rules ("dead-link no-remedy"; empty: all) at a line of a file are not told, nor
 * are those anywhere in it, with line 0. Unknown names are ignored. */
void lint_silence(struct lint *l, struct str path, uint32_t line, struct str rules);

/* The text in one line of at most so many bytes, with an ellipsis where it was cut. */
struct str lint_cut(struct arena *a, struct str text, size_t max);

struct lint_result {
    const struct lint_finding *findings; /* by path, line, rule */
    size_t count;
    size_t by_rule[LINT_RULES];
    size_t by_severity[LINT_SEVERITIES];
    size_t silenced; /* by the documents themselves */
    size_t dropped;  /* beyond LINT_FINDINGS_MAX */
};

/* What was found; valid until the next call for l. */
struct lint_result lint_finish(struct lint *l);

#endif
