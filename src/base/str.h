/*
 * str.h - a view of text: pointer and length, passed by value, owning nothing.
 *
 * A view is valid as long as what it points into. No function relies on a terminating NUL, none
 * depends on the locale; "ascii" in a name means that bytes above 0x7F are left alone.
 * Thread-safe. Layer: base.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"

struct str {
    const char *p; /* may be NULL when n is 0 */
    size_t n;      /* bytes */
};

/* printf("%.*s", STR_ARG(s)): for messages of ours, whose texts are short. */
#define STR_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), ((s).p ? (s).p : "")
#define STR(lit)   ((struct str){(lit), sizeof(lit) - 1})
#define STR_INIT(lit)                                                                              \
    {                                                                                              \
        (lit), sizeof(lit) - 1                                                                     \
    }
#define STR_NONE ((struct str){NULL, 0})

static inline struct str str_n(const char *p, size_t n)
{
    return (struct str){p, n};
}

static inline struct str str_of(const char *cstr)
{
    return (struct str){cstr, cstr ? strlen(cstr) : 0};
}

/* [from, to) of s; both are clamped to s. */
struct str str_slice(struct str s, size_t from, size_t to);
static inline struct str str_skip(struct str s, size_t n)
{
    return str_slice(s, n, s.n);
}

bool str_eq(struct str a, struct str b);
bool str_ieq(struct str a, struct str b); /* ASCII case ignored */
bool str_in(struct str s, const struct str *table, size_t n); /* ASCII case ignored */
int str_cmp(struct str a, struct str b);  /* bytewise, shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_istarts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

#define STR_NOT_FOUND SIZE_MAX
size_t str_find(struct str s, struct str needle); /* offset or STR_NOT_FOUND */
size_t str_ifind(struct str s, struct str needle);
size_t str_find_char(struct str s, char c);
size_t str_rfind_char(struct str s, char c);

struct str str_trim(struct str s); /* without ASCII white space at both ends */
/* Without any of the bytes of set at both ends. */
struct str str_trim_set(struct str s, const char *set);

/* Cut off the first line (without its \n or \r\n) of *rest; false when *rest was empty. */
bool str_next_line(struct str *rest, struct str *line);
/* Cut off what stands before the first sep (all, when there is none); false when *rest.p is NULL. */
bool str_next_part(struct str *rest, char sep, struct str *part);

/* The whole of s as an unsigned number in base 10 or 16, without sign or prefix; false if it is
 * none or does not fit. */
bool str_u64(struct str s, unsigned base, uint64_t *value);

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_alpha(char c)
{
    return ascii_is_upper(c) || ascii_is_lower(c);
}

static inline bool ascii_is_alnum(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

static inline bool ascii_is_hex(char c)
{
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline bool ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

static inline char ascii_upper(char c)
{
    return ascii_is_lower(c) ? (char)(c - ('a' - 'A')) : c;
}

#endif
