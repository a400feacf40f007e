/*
 * code_context.h - what stands around a number: the words, signs and dots that say what it is.
 *
 * Private to code.c. Positions are bytes of the text; a token is a run of word characters. Thread-safe.
 * Layer: text.
 */
#ifndef TEXT_CODE_CONTEXT_H
#define TEXT_CODE_CONTEXT_H

#include "base/str.h"

/* The byte at or before a position, NUL outside of the text. */
static inline char char_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

static inline char char_before(struct str s, size_t at)
{
    return at > 0 && at <= s.n ? s.p[at - 1] : '\0';
}

/* Length of the run of word characters from `at`, 0 when there is none. */
size_t context_word_length(struct str s, size_t at);
/* Bytes of the word character that ends before `at`, 0 when there is none. */
size_t context_word_before(struct str s, size_t at);
/* Bytes of the minus sign that ends before `at`: '-', or as typesetting makes it. */
size_t context_minus_before(struct str s, size_t at);

bool context_is_cue(struct str word); /* "error", "ErrorCode", "status", ... */

struct cue {
    bool any;
    bool event; /* "event", "EventID" */
    bool http;  /* "Status Code", "http error": the number may be an HTTP status */
    bool win32; /* "Win32", "GetLastError", "system error" */
};

/* Cue words within a few words before the token at [start, end), or right behind it. */
struct cue context_cue(struct str text, size_t start, size_t end);

/* Where a number is no code. */

/* Joined by '-' to something that makes it a part of a GUID, a date, a serial number. */
bool context_in_dashed_run(struct str text, size_t start, size_t end);
/* A part of 10.0.1.1, v6.1.7601, 12:30:05, 2016/9/27, 3.5, 12,345. */
bool context_in_dotted_run(struct str text, size_t start, size_t end);
/* file.cpp(12,5), file.cpp:12, line 12, port 12, C:\dir\12, user@12, $12, 12%. */
bool context_in_place(struct str text, size_t start, size_t end);
/* 12 seconds, 12 MB, 12 files: a quantity, though it may be a code. */
bool context_has_unit(struct str text, size_t end);

#endif
