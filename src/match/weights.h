/*
 * weights.h - every constant of ranking, in one place.
 *
 * The weights of the score are in units of log-odds: the score is a logistic regression over the
 * features of score.h. How they were found: docs/accuracy.md. Layer: match.
 */
#ifndef MATCH_WEIGHTS_H
#define MATCH_WEIGHTS_H

/* ---- words (resolve.c) ------------------------------------------------------------------------- */
#define WEIGHT_EDIT            1.6f /* similarity lost for an edit, over the word's length */
#define WEIGHT_UNKNOWN_IDF     3.0f /* of a word the index does not have: a name, mostly */
#define TYPO_TERMS_MAX         2048u /* terms that share a variant with a word and are compared */
#define WEIGHT_TYPO_RARE       1u   /* a known word in at most as many entries may be a typo too */

/* ---- candidates (candidates.c) ----------------------------------------------------------------- */
#define WEIGHT_FIELD_BODY    0.35f /* of a word that only the text has, beside message and title */
#define WEIGHT_FIELD_CODE    40.0f /* of a full-strength code, in nats of words */
#define EXPLAINED_BODY       0.7f
#define EXPLAINED_BODY_WORDS 300.0f /* a text of so many words counts 1/sqrt(2) */
#define POSTINGS_MAX         12000u /* read for one query, rarest words first */
#define POSTINGS_WORDS_MAX   96u    /* rarest words of a query that are looked up */
#define WORD_IDF_TELLING     3.0f  /* a query with such a word ... */
#define WORD_IDF_COMMON      1.2f  /* ... is not looked up by words below this one */
#define CANDIDATE_RANK_MIN   0.3f  /* of the first one's rank: those below are left out */
#define CANDIDATES_MAX       64u    /* that are scored in full */

/* ---- alignment (align.c): penalties in shares of the mean weight of a message's words ----------- */
#define ALIGN_SKIP          0.08f /* for each word of the query between two words of the message */
#define ALIGN_SKIP_GAP      0.01f /* the same where a placeholder stands */
#define ALIGN_SKIP_MAX      12
#define ALIGN_ANCHORS_MAX   6     /* places of the rarest word that are tried */
#define ALIGN_HITS_MAX      160
#define ALIGN_WINDOW        24    /* words beyond the message's length on each side of an anchor */
#define SIGNATURES_MAX      64    /* of one entry that are aligned */
#define INFORMATION_FULL    14.0f /* nats of matched words beyond which more say nothing new */

/* ---- codes (score.c): strength of a code that the query and the entry share --------------------- */
#define CODE_STRENGTH_CUE       1.0f
#define CODE_STRENGTH_NO_CUE    0.85f
#define CODE_STRENGTH_WEAK      0.3f  /* a number that need not be a code */
#define CODE_STRENGTH_NAME      0.85f /* a symbolic name without a cue: long, so rarely by chance */
#define CODE_STRENGTH_GENERIC   0.25f
#define CODE_FACTOR_HEX_GUESS   0.8f
#define CODE_FACTOR_DERIVED     0.85f
#define CODE_FACTOR_BARE        0.75f
#define CODE_FACTOR_MENTIONED   0.4f

/* ---- the score: log-odds ------------------------------------------------------------------------ */
#define SCORE_BIAS          -5.0f
#define SCORE_CODE          7.5f
#define SCORE_MESSAGE       7.0f
#define SCORE_TITLE         2.5f
#define SCORE_EXPLAINED     3.0f
#define SCORE_PATTERN       1.2f
#define SCORE_FACET         1.0f
#define SCORE_CODE_CONFLICT -3.0f

/* ---- the verdict -------------------------------------------------------------------------------- */
#define VERDICT_SCORE       0.60  /* at least, for match or ambiguous */
#define VERDICT_MARGIN      0.30  /* share over the next different answer, for match */
#define RIVAL_SLOPE         1.2   /* of a rival's log-odds, see rival_share() */
#define WEAK_SCORE          0.02  /* below it an entry is not even a guess */

/* ---- tiers -------------------------------------------------------------------------------------- */
#define CODE_TIER 0.5f /* a code at least so strong decides before any message */

/* ---- PCRE2 -------------------------------------------------------------------------------------- */
#define PATTERN_MATCH_LIMIT 20000u /* steps of one pattern (pcre2_set_match_limit) */
#define PATTERN_COVERAGE    0.9f   /* of a message's words, for its pattern to be worth a try */
#define PATTERNS_MAX        8u     /* patterns tried for one query */
#define CAPTURE_MAX         200    /* characters that one placeholder can hold */

#endif
