#include "scan/key.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"
#include "match/known.h"
#include "scan/bytes.h"
#include "scan/cue.h"
#include "text/code_context.h"

enum {
    WORDS = 1 << 16,     /* remembered words; a power of two */
    NUMBERS = 1 << 12,   /* numbers whose entries are remembered */
    CODE_BITS = 1 << 19, /* of the filter before the codes of entries */
    OWNERS_MAX = 4,      /* entries of one of them */
    SMALL = 1 << 16,     /* numbers below it are remembered in a table of their own */
    DIGITS_MAX = 10,     /* of a number that can be a code */
    PREFIX_MAX = 7,      /* letters before the digits of a code */
    SHORT_MIXED = 8,     /* letters and digits in so few bytes may be a word: x64, win32 */
    CUE_PART_MIN = 4,    /* of a cue that is several words: "segmentation fault" */
    WORD_MAX = 128,      /* bytes of a word that is asked for: longer ones are ids */
    FACTOR_STEPS = 200,  /* in which the strength of a code is remembered */
    SECRETS = LINE_PRINT_MAX / BYTES_STEP + 2,
};

/* What stands for a masked word. */
enum mask {
    MASK_NONE, /* it stays as it is */
    MASK_CUE,  /* the same, and it may matter whether a number beside it is 0 or 1 */
    MASK_NAME,
    MASK_SYMBOL, /* a name that could be a code: NAME_WITH_PARTS, NameWithParts */
    MASK_HEX,
    MASK_HEX_CODE, /* eight digits */
    MASK_MIXED,
    MASK_PREFIXED,
    MASK_JOINED, /* a number in a date, a time, an address, a version */
    MASK_NUMBER, /* + digits */
};

struct word_slot {
    uint32_t tag;
    uint32_t mask; /* enum mask + 1; 0: free */
};

/* Who has a number. */
struct owners {
    uint64_t hash;  /* 0: free */
    uint32_t count; /* OWNERS_MAX + 1: more than are here */
    uint32_t names[OWNERS_MAX + 1];
};

struct vocabulary {
    struct matcher *matcher;
    struct arena *scratch;
    uint64_t secret[2 * SECRETS];
    struct word_slot words[WORDS];
    unsigned char code_bits[CODE_BITS / 8]; /* made when they are needed */
    bool has_bits;
    struct owners owners[NUMBERS];
    unsigned char small[SMALL]; /* 0: not asked yet; else 1 + FACTOR_STEPS times the factor */
};

struct vocabulary *vocabulary_new(struct matcher *m, uint64_t seed)
{
    struct vocabulary *v = mem_zalloc(1, sizeof *v);
    v->matcher = m;
    v->scratch = arena_new();
    uint64_t state[2] = {seed, 0};
    for (size_t i = 0; i < ARRAY_LEN(v->secret); i++) {
        state[1] = i;
        v->secret[i] = hash64(str_n((const char *)state, sizeof state));
    }
    return v;
}

void vocabulary_free(struct vocabulary *v)
{
    if (!v)
        return;
    arena_free(v->scratch);
    mem_free(v);
}

/* ---- words -------------------------------------------------------------------------------------
 */

static uint64_t word_hash(const struct vocabulary *v, const char *p, size_t n)
{
    if (n <= 8)
        return bytes_mix(bytes_first(p, n) ^ v->secret[0], v->secret[1] ^ n);
    uint64_t h = v->secret[2] ^ n;
    for (; n > 16; p += 16, n -= 16)
        h = bytes_mix(bytes_load8(p) ^ v->secret[3], bytes_load8(p + 8) ^ h);
    uint64_t low = bytes_first(p, min_size(n, 8)), high = n > 8 ? bytes_first(p + 8, n - 8) : 0;
    return bytes_mix(low ^ v->secret[3], high ^ h);
}

/* Words that make a text look like an error, or a number a code. */
static bool is_cue(struct str word)
{
    size_t count;
    const struct str *cues = error_cues(&count);
    for (size_t i = 0; i < count; i++)
        if (str_ifind(word, cues[i]) != STR_NOT_FOUND ||
            (word.n >= CUE_PART_MIN && str_ifind(cues[i], word) != STR_NOT_FOUND))
            return true;
    return context_is_cue(word);
}

static bool known_word(struct vocabulary *v, struct str word)
{
    if (word.n > WORD_MAX)
        return false;
    bool known = matcher_knows_word(v->matcher, word, v->scratch);
    arena_reset(v->scratch);
    return known;
}

/* Several parts, as symbolic codes have: the matcher counts such names more than others. */
static bool has_parts(struct str word)
{
    for (size_t i = 1; i < word.n; i++)
        if (word.p[i] == '_' || (ascii_is_upper(word.p[i]) && ascii_is_lower(word.p[i - 1])))
            return true;
    return false;
}

/* The mask of a word, asked for once. */
static enum mask remembered(struct vocabulary *v, struct str word, uint64_t hash, enum mask unknown)
{
    struct word_slot *slot = &v->words[hash % WORDS];
    uint32_t tag = (uint32_t)(hash >> 32);
    if (slot->mask && slot->tag == tag)
        return (enum mask)(slot->mask - 1);
    enum mask mask = is_cue(word) ? MASK_CUE : known_word(v, word) ? MASK_NONE : unknown;
    *slot = (struct word_slot){tag, (uint32_t)mask + 1};
    return mask;
}

static enum mask letters_mask(struct vocabulary *v, struct str word, uint64_t hash)
{
    struct word_slot *slot = &v->words[hash % WORDS];
    if (slot->mask && slot->tag == (uint32_t)(hash >> 32))
        return (enum mask)(slot->mask - 1);
    return remembered(v, word, hash, has_parts(word) ? MASK_SYMBOL : MASK_NAME);
}

/* ---- words with digits -------------------------------------------------------------------------
 */

/* Its letters, with the digits all alike. */
static uint64_t letters_hash(const struct vocabulary *v, struct str word)
{
    char masked[WORD_MAX + BYTES_STEP] = {0};
    size_t n = 0;
    for (size_t i = 0; i < word.n && n < WORD_MAX; i++) {
        char c = ascii_is_digit(word.p[i]) ? '0' : word.p[i];
        if (c != '0' || n == 0 || masked[n - 1] != '0')
            masked[n++] = c;
    }
    return word_hash(v, masked, n);
}

struct shape_of_word {
    size_t digits, hex, leading;
};

static struct shape_of_word shape_of_word(struct str word)
{
    struct shape_of_word s = {0};
    while (s.leading < word.n && ascii_is_alpha(word.p[s.leading]))
        s.leading++;
    for (size_t i = 0; i < word.n; i++) {
        s.digits += ascii_is_digit(word.p[i]);
        s.hex += ascii_is_hex(word.p[i]);
    }
    return s;
}

static bool is_hex_number(struct str word)
{
    bool is = word.n > 2 && word.n <= DIGITS_MAX && word.p[0] == '0' && (word.p[1] | 0x20) == 'x';
    for (size_t i = 2; i < word.n && is; i++)
        is = ascii_is_hex(word.p[i]);
    return is;
}

static bool is_prefixed(struct str word, const struct shape_of_word *s)
{
    return s->leading > 0 && s->leading <= PREFIX_MAX && s->leading + s->digits == word.n &&
           s->digits >= 3 && s->digits <= PREFIX_MAX;
}

/* The mask of a short word of letters and digits. */
static enum mask mixed_mask(struct vocabulary *v, struct str word, uint64_t hash,
                            const struct shape_of_word *s)
{
    enum mask unknown = s->hex == word.n && word.n == 8   ? MASK_HEX_CODE
                        : s->hex == word.n && word.n >= 4 ? MASK_HEX
                        : is_prefixed(word, s)            ? MASK_PREFIXED
                                                          : MASK_MIXED;
    return remembered(v, word, hash, unknown);
}

/* Ids, codes with a prefix, names with numbers: what it counts as. */
static uint64_t mixed_hash(struct vocabulary *v, struct str word, uint64_t hash)
{
    struct shape_of_word s = shape_of_word(word);
    if (is_prefixed(word, &s) || word.n <= SHORT_MIXED) {
        enum mask mask = mixed_mask(v, word, hash, &s);
        if (mask <= MASK_CUE)
            return hash;
        if (mask == MASK_HEX || mask == MASK_HEX_CODE)
            return (uint64_t)mask;
        return letters_hash(v, word) + (uint64_t)mask;
    }
    return s.hex == word.n ? (uint64_t)MASK_HEX : letters_hash(v, word);
}

/* ---- numbers -----------------------------------------------------------------------------------
 */

static bool joins(char c)
{
    return c == '.' || c == ':' || c == '/' || c == '-';
}

/* A part of a date, a time, an address, a version: never a code, whatever it is. */
static bool is_joined(const char *p, size_t n, const char *begin, const char *end)
{
    const char *behind = p + n;
    return (p - begin >= 2 && joins(p[-1]) && ascii_is_digit(p[-2])) ||
           (end - behind >= 2 && joins(behind[0]) && ascii_is_digit(behind[1]));
}

static uint32_t steps_of(struct vocabulary *v, struct str digits)
{
    if (!v->has_bits)
        matcher_code_bits(v->matcher, v->code_bits, sizeof v->code_bits);
    v->has_bits = true;
    if (!matcher_number_bits(digits, v->code_bits, sizeof v->code_bits))
        return 1;
    return 1 + (uint32_t)(matcher_knows_number(v->matcher, digits) * FACTOR_STEPS + 0.5f);
}

static float number_factor(struct vocabulary *v, struct str number, uint64_t hash)
{
    uint32_t value = 0, steps;
    bool small = number.n <= 5;
    for (size_t i = 0; i < number.n && small; i++) {
        small = ascii_is_digit(number.p[i]);
        value = value * 10 + (uint32_t)(number.p[i] - '0');
    }
    if (number.n > DIGITS_MAX) {
        steps = 1;
    } else if (!small || value >= SMALL) {
        struct word_slot *slot = &v->words[hash % WORDS];
        uint32_t tag = (uint32_t)(hash >> 32);
        if (!slot->mask || slot->tag != tag)
            *slot = (struct word_slot){tag, steps_of(v, number)};
        steps = slot->mask;
    } else {
        if (!v->small[value])
            v->small[value] = (unsigned char)steps_of(v, number);
        steps = v->small[value];
    }
    return (float)(steps - 1) / FACTOR_STEPS;
}

struct number vocabulary_number(struct vocabulary *v, struct str text)
{
    struct number n = {.hash = word_hash(v, text.p, text.n)};
    n.factor = number_factor(v, text, n.hash);
    return n;
}

bool vocabulary_number_is_of(struct vocabulary *v, struct str text, uint64_t hash,
                             const uint32_t *names, size_t count)
{
    struct owners *o = &v->owners[hash % NUMBERS];
    if (o->hash != hash) {
        o->hash = hash;
        o->count = (uint32_t)matcher_number_entries(v->matcher, text, o->names, OWNERS_MAX + 1);
    }
    if (o->count > OWNERS_MAX)
        return true; /* among so many it may well be */
    for (size_t i = 0; i < o->count; i++)
        for (size_t k = 0; k < count; k++)
            if (o->names[i] == names[k])
                return true;
    return false;
}

/* Numbers that are alike to the matcher when no entry has them: weak ones, years, codes, seconds
 * since 1970, and those that are too long for a code. */
static uint64_t number_mask(struct str digits)
{
    enum { SHORT_DIGITS = 2, YEAR_DIGITS = 4 };
    enum { WEAK, YEAR, CODE, SECONDS, LONG };
    unsigned kind = digits.n <= SHORT_DIGITS ? WEAK
                    : digits.n > DIGITS_MAX  ? LONG
                    : digits.n == DIGITS_MAX ? SECONDS
                                             : CODE;
    if (digits.n == YEAR_DIGITS &&
        (str_starts(digits, STR("199")) || (str_starts(digits, STR("20")) && digits.p[2] <= '3')))
        kind = YEAR;
    return (uint64_t)MASK_NUMBER + kind;
}

/* Where a number is 0 or 1: that is no code, and no error. */
static void note_generic(struct text_key *key, struct str digits)
{
    if (digits.n && digits.p[digits.n - 1] <= '1' && digits.n <= 10) {
        for (size_t i = 0; i + 1 < digits.n; i++)
            if (digits.p[i] != '0')
                return;
        key->generic = (key->generic ^ (key->numbers + 1)) * 0x9E3779B97F4A7C15u +
                       (uint64_t)digits.p[digits.n - 1];
    }
}

static void note_number(struct str number, bool code, struct str text, struct text_key *key,
                        uint32_t *places)
{
    uint32_t index = key->numbers < KEY_NUMBERS_MAX ? key->numbers : KEY_NUMBERS_MAX - 1;
    if (places)
        places[index] = (uint32_t)(number.p - text.p);
    key->numbers = index + 1;
    if (code && number.n <= DIGITS_MAX && key->number_count < KEY_NUMBERS_MAX)
        key->number[key->number_count++] = (struct key_number){index, (uint32_t)number.n, number.p};
}

static uint64_t number_hash(struct str digits, struct str text, struct text_key *key,
                            uint32_t *places)
{
    if (is_joined(digits.p, digits.n, text.p, text.p + text.n)) {
        note_number(digits, false, text, key, places);
        return MASK_JOINED;
    }
    note_generic(key, digits);
    note_number(digits, true, text, key, places);
    return number_mask(digits);
}

/* 0x and up to eight digits: numbers of up to three are weak. */
static uint64_t hex_hash(struct str number, struct str text, struct text_key *key, uint32_t *places)
{
    enum { WEAK_DIGITS = 3 };
    note_generic(key, str_skip(number, 2));
    note_number(number, true, text, key, places);
    return (uint64_t)MASK_HEX_CODE + 64 + (number.n > WEAK_DIGITS + 2);
}

/* ---- all of a text -----------------------------------------------------------------------------
 */

static uint64_t masked_hash(struct vocabulary *v, struct str word, struct str text,
                            struct text_key *key, uint32_t *places)
{
    uint32_t digits = bytes_digit_mask(word.p);
    if (word.n < BYTES_STEP)
        digits &= (1u << word.n) - 1;
    if (!digits && word.n > BYTES_STEP)
        for (size_t i = BYTES_STEP; i < word.n && !digits; i++)
            digits = ascii_is_digit(word.p[i]);
    if (!digits) {
        uint64_t hash = word_hash(v, word.p, word.n);
        enum mask mask = letters_mask(v, word, hash);
        key->has_cue |= mask == MASK_CUE;
        return mask <= MASK_CUE ? hash : (uint64_t)mask;
    }
    bool all = word.n <= BYTES_STEP && digits == (word.n < 32 ? (1u << word.n) - 1 : 0);
    for (size_t i = 0; !all && i < word.n; i++) {
        if (!ascii_is_digit(word.p[i])) {
            uint64_t hash = word_hash(v, word.p, word.n);
            return is_hex_number(word) ? hex_hash(word, text, key, places)
                                       : mixed_hash(v, word, hash);
        }
        if (i + 1 == word.n)
            all = true;
    }
    return number_hash(word, text, key, places);
}

/* What stands between two words; one blank or many are the same. */
static uint64_t gap_hash(const struct vocabulary *v, const char *p, size_t n)
{
    static const char blanks[8] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
    if (n > 8) {
        while (n > 1 && p[0] == ' ' && p[1] == ' ') {
            p++;
            n--;
        }
        return n > 8 ? word_hash(v, p, n) : bytes_first(p, n);
    }
    uint64_t gap = bytes_first(p, n);
    return n > 1 && gap == bytes_first(blanks, n) ? bytes_first(blanks, 1) : gap;
}

void text_key(struct vocabulary *v, struct str text, struct text_key *key, uint32_t *places)
{
    uint64_t h = v->secret[4], carry = 0;
    const char *p = text.p, *start = p, *gap = p;
    key->numbers = 0;
    key->number_count = 0;
    key->generic = 0;
    key->has_cue = false;
    key->start_count = 0;
    for (size_t base = 0; base <= text.n; base += BYTES_WINDOW) {
        uint64_t words = 0;
        if (base < text.n) /* a text of whole windows needs one step more, to end its last word */
            words = bytes_word_mask(p + base);
        if (text.n - base < BYTES_WINDOW)
            words &= ((uint64_t)1 << (text.n - base)) - 1;
        uint64_t turns = words ^ (words << 1 | carry);
        carry = words >> 63;
        for (; turns; turns &= turns - 1) {
            const char *at = p + base + __builtin_ctzll(turns);
            if (gap) { /* a word begins */
                h ^= gap_hash(v, gap, (size_t)(at - gap));
                start = at;
                gap = NULL;
                continue;
            }
            struct str word = {start, (size_t)(at - start)};
            h = bytes_mix(h ^ v->secret[5], masked_hash(v, word, text, key, places) ^ v->secret[6]);
            if (key->start_count < KEY_STARTS_MAX)
                key->starts[key->start_count++] = h;
            gap = at;
        }
    }
    if (gap)
        h = bytes_mix(h ^ gap_hash(v, gap, (size_t)(p + text.n - gap)), v->secret[7]);
    if (key->has_cue && key->generic)
        h = bytes_mix(h ^ key->generic, v->secret[8]);
    key->hash = h ? h : 1;
}

/* ---- values ------------------------------------------------------------------------------------
 */

static bool is_word_byte(char c)
{
    return ascii_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The word of an index is a code of an entry's, too. */
static bool known_code(struct vocabulary *v, struct str word)
{
    bool letters = true; /* small ones, as codes are not written: E_FAIL, EACCES, C2065 */
    for (size_t i = 0; i < word.n && letters; i++)
        letters = ascii_is_lower(word.p[i]);
    if (letters)
        return false;
    bool known = word.n > WORD_MAX || matcher_knows_code(v->matcher, word, v->scratch);
    arena_reset(v->scratch);
    return known;
}

static bool word_is_plain(struct vocabulary *v, struct str word)
{
    size_t digits = 0;
    uint64_t hash = word_hash(v, word.p, word.n);
    for (size_t i = 0; i < word.n; i++)
        digits += ascii_is_digit(word.p[i]);
    if (digits == word.n || is_hex_number(word))
        return number_factor(v, word, hash) <= 0;
    struct shape_of_word s = shape_of_word(word);
    if (digits && !is_prefixed(word, &s) && word.n > SHORT_MIXED)
        return true; /* an id */
    enum mask mask = digits ? mixed_mask(v, word, hash, &s) : letters_mask(v, word, hash);
    return mask > MASK_CUE || (mask == MASK_NONE && !known_code(v, word));
}

bool vocabulary_is_plain(struct vocabulary *v, struct str text)
{
    for (size_t i = 0, end; i < text.n; i = end) {
        for (end = i; end < text.n && is_word_byte(text.p[end]); end++)
            ;
        if (end > i && !word_is_plain(v, str_slice(text, i, end)))
            return false;
        end += end == i;
    }
    return true;
}

/* ---- prints of lines ---------------------------------------------------------------------------
 */

#if defined(__SSE2__)

/* A digit behind a letter, and the next, stay: x64 and x86 are not the same, C2065 and C2143 are.
 */
static inline __m128i masked_step(__m128i bytes, __m128i *digits_before, __m128i *letters_before)
{
    __m128i digits = bytes_in_range(bytes, '0', 10), letters = bytes_letters(bytes);
    __m128i behind_letter =
        _mm_or_si128(_mm_slli_si128(letters, 1), _mm_srli_si128(*letters_before, BYTES_STEP - 1));
    __m128i behind_digit =
        _mm_or_si128(_mm_slli_si128(digits, 1), _mm_srli_si128(*digits_before, BYTES_STEP - 1));
    __m128i two_behind_letter =
        _mm_or_si128(_mm_slli_si128(letters, 2), _mm_srli_si128(*letters_before, BYTES_STEP - 2));
    __m128i stay = _mm_or_si128(behind_letter, _mm_and_si128(behind_digit, two_behind_letter));
    *digits_before = digits;
    *letters_before = letters;
    /* '0' to '9' share their upper half: that becomes what all of them are. */
    __m128i masked = _mm_andnot_si128(stay, digits);
    return _mm_andnot_si128(_mm_and_si128(masked, _mm_set1_epi8(0x0F)), bytes);
}

uint64_t line_print(const struct vocabulary *v, struct str line)
{
    if (line.n > LINE_PRINT_MAX)
        return 0;
    const __m128i *secret = (const __m128i *)(const void *)v->secret;
    __m128i sum = _mm_setzero_si128(), digits = sum, letters = sum;
    static const char cut[2 * BYTES_STEP] = {-1, -1, -1, -1, -1, -1, -1, -1,
                                             -1, -1, -1, -1, -1, -1, -1, -1};
    for (size_t i = 0; i < line.n; i += BYTES_STEP) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(line.p + i));
        if (line.n - i < BYTES_STEP)
            bytes = _mm_and_si128(
                bytes,
                _mm_loadu_si128((const __m128i *)(const void *)(cut + BYTES_STEP - (line.n - i))));
        __m128i masked = masked_step(bytes, &digits, &letters);
        __m128i keyed = _mm_xor_si128(masked, _mm_loadu_si128(secret + i / BYTES_STEP));
        /* As XXH3 accumulates: the product of the halves, and the data, crossed over. */
        __m128i product = _mm_mul_epu32(keyed, _mm_shuffle_epi32(keyed, 0xF5));
        sum = _mm_add_epi64(sum, product);
        sum = _mm_add_epi64(sum, _mm_shuffle_epi32(masked, 0x4E));
    }
    uint64_t low, high;
    memcpy(&low, &sum, 8);
    memcpy(&high, (const char *)&sum + 8, 8);
    uint64_t h = bytes_mix(low ^ v->secret[0] ^ line.n, high ^ v->secret[1]);
    return h ? h : 1;
}

#else

uint64_t line_print(const struct vocabulary *v, struct str line)
{
    if (line.n > LINE_PRINT_MAX)
        return 0;
    char masked[LINE_PRINT_MAX + BYTES_STEP];
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bool stays = (i > 0 && ascii_is_alpha(line.p[i - 1])) ||
                     (i > 1 && ascii_is_digit(line.p[i - 1]) && ascii_is_alpha(line.p[i - 2]));
        masked[i] = ascii_is_digit(c) && !stays ? '0' : c;
    }
    uint64_t h = bytes_mix(hash64(str_n(masked, line.n)) ^ v->secret[0], v->secret[1]);
    return h ? h : 1;
}

#endif
