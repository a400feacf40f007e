/*
 * weights.h - every constant of ranking, in one place.
 *
 * The weights of the score are in units of log-odds: the score is a weighted sum of the
 * features of score.h, fitted as a multinomial logit. How they were found: docs/accuracy.md. Layer: match.
 */
#ifndef MATCH_WEIGHTS_H
#define MATCH_WEIGHTS_H

/* ---- words (resolve.c) ------------------------------------------------------------------------- */
#define WEIGHT_EDIT            1.6f /* similarity lost for an edit, over the word's length */
#define IDF_ENTRIES_MIN        200u /* a smaller knowledge base is no sample of what is rare */
#define WEIGHT_UNKNOWN_IDF     3.0f /* of a word the index does not have: a name, mostly */
#define WEIGHT_PAIR            0.75f /* of two characters of a script without blanks, beside a word */
#define WEIGHT_UNKNOWN_PAIR    0.25f /* of two characters of a script without blanks */
#define TYPO_TERMS_MAX         2048u /* terms that share a variant with a word and are compared */
#define WEIGHT_FORM            0.5f /* similarity of another form of the same word */
#define WEIGHT_GLOSS           0.85f /* similarity of a word that the glossary has for another one */
#define WEIGHT_TYPO_RARE       1u   /* a known word in at most as many entries may be a typo too */

/* ---- candidates (candidates.c) ----------------------------------------------------------------- */
#define RANK_BODY            0.45f /* of a word that only the text has, beside message and title */
#define WEIGHT_FIELD_BODY    0.35f /* the same of another form of a word */
#define WEIGHT_FIELD_CODE    40.0f /* of a full-strength code, in nats of words */
#define WEIGHT_FIELD_WEAK_CODE 10.0f /* the same for one that is weak evidence */
#define EXPLAINED_PLACE      0.2f /* share of a URL's or path's words that needs to be explained */
#define EXPLAINED_FULL       14.0f /* nats that must be explained for it to say all it can */
#define WEIGHT_CODE_WORD     14.0f /* of a code among the words that a query is explained by */
#define EXPLAINED_BODY       0.7f
#define EXPLAINED_BODY_WORDS 300.0f /* a text of so many words counts 1/sqrt(2) */
#define POSTINGS_MAX         8000u /* that bring in entries for one query, rarest words first */
#define POSTINGS_FEW         4096u /* so many are read whatever they bring */
#define SURVIVORS_MAX        128u  /* entries that further lists are searched for */
#define COVER_WHOLE          5.0f  /* nats for a message whose telling words are all there */
#define POSTINGS_WORDS_MAX   96u    /* rarest words of a query that are looked up */
#define WORD_IDF_TELLING     3.0f  /* a query with such a word ... */
#define WORD_IDF_COMMON      1.2f  /* ... is not looked up by words below this one */
#define CANDIDATE_RANK_MIN   0.25f /* of the first one's rank: those below are left out */
#define CANDIDATES_MAX       48u    /* that are scored in full */

/* ---- alignment (align.c): penalties in shares of the mean weight of a message's words ----------- */
#define ALIGN_SKIP          0.08f /* for each word of the query between two words of the message */
#define ALIGN_SKIP_GAP      0.01f /* the same where a placeholder stands */
#define ALIGN_SKIP_MAX      12
#define ALIGN_ANCHORS_MAX   6     /* places of the rarest word that are tried */
#define ALIGN_HITS_MAX      160
#define ALIGN_WINDOW        24    /* words beyond the message's length on each side of an anchor */
#define SIGNATURES_MAX      64    /* of one entry that are aligned */
#define REPLACED_BY         2.0f  /* nats of a word that fully replaces another */
#define CUT_WORD            0.3f  /* similarity of a word that the text's end cuts, at least */
#define PART_OF_NAME        0.8f  /* similarity of a word that only stands in a longer name */
#define ONE_WORD            0.75f /* quality of a message of which one word stands there */
#define ALIGN_PART          0.65f /* quality of a part of a message that stands there alone, at most */
#define INFORMATION_FULL    14.0f /* nats of matched words beyond which more say nothing new */

/* ---- codes (score.c): strength of a code that the query and the entry share --------------------- */
#define CODE_STRENGTH_CUE       1.0f
#define CODE_STRENGTH_NO_CUE    0.92f
#define CODE_STRENGTH_DECIMAL   0.7f  /* a plain decimal number without a cue */
#define CODE_STRENGTH_WEAK      0.3f  /* a number that need not be a code */
#define CODE_STRENGTH_NAME      0.85f /* a symbolic name without a cue: long, so rarely by chance */
#define CODE_STRENGTH_GENERIC   0.25f
#define CODE_FACTOR_HEX_GUESS   0.92f
#define CODE_FACTOR_DERIVED     0.9f
#define CODE_FACTOR_BARE        0.85f
#define CODE_FACTOR_MENTIONED   0.4f
#define CODE_FACTOR_OTHER_KIND  0.6f  /* an event id against an error number */
#define CODE_CONFIRMED          0.1f  /* for each further code that the entry has */
#define CODE_CONFIRMED_MAX      0.2f
#define CODE_SHARED_FREE        2     /* entries that may share a code at no loss */
#define CODE_SHARED             0.25f /* loss for each doubling beyond */

/* ---- the preference: which of the candidates, log-odds ------------------------------------------- */
#define PREFER_CODE          4.0f
#define PREFER_MESSAGE       5.2f
#define PREFER_TITLE         0.3f
#define PREFER_EXPLAINED     13.0f
#define PREFER_FORMS         14.0f
#define PREFER_CLAUSE        4.5f
#define PREFER_PATTERN       2.8f
#define PREFER_SEVERITY      1.8f
#define PREFER_FACET         0.8f
#define PREFER_CODE_CONFLICT -16.0f /* a veto, not fitted: the code is another entry's */

/* ---- the score: is the preferred one right, log-odds ---------------------------------------------- */
#define SCORE_BIAS          -4.2f
#define SCORE_CODE          4.3f
#define SCORE_MESSAGE       3.0f
#define SCORE_TITLE         1.6f
#define SCORE_EXPLAINED     3.8f
#define SCORE_FORMS         2.3f
#define SCORE_CLAUSE        1.1f
#define SCORE_PATTERN       1.45f
#define SCORE_SEVERITY      1.7f
#define SCORE_FACET         0.4f
#define SCORE_CODE_CONFLICT -8.0f /* a veto */
#define SCORE_SHARE         0.18f /* of the log-odds of its share of the preference ... */
#define SHARE_LEAST         0.02
#define SHARE_MOST          0.9999 /* ... between these shares */

#define CONFLICT_UNKNOWN     0.3f /* share of it where no entry has the query's code */

/* ---- the verdict -------------------------------------------------------------------------------- */
#define VERDICT_CONFIDENCE  0.79  /* of the first answer, for match */
#define VERDICT_SOME        0.79  /* that one of the tied ones is right, for ambiguous */
#define VERDICT_MARGIN      0.20  /* over the next different answer, for match */
#define FORMS_HOPELESS      0.19  /* below it no other forms of words make an answer of what is none */
#define PART_CONFIDENCE     0.976  /* of one message's answer, to be that of a text of several */
#define SAME_FEATURE        0.02f /* features that differ less are the same */
#define SAME_FIT            1.5   /* near-duplicates fit the text as well when scores differ less */
#define SAME_MESSAGE        0.9f  /* share of the longer message's weight that the shorter one has */
#define WEAK_EVIDENCE       0.25  /* log-odds that features add: below it an entry is not even a guess */
#define WEAK_SCORE          -2.5  /* below it no pattern is tried */

/* ---- tiers -------------------------------------------------------------------------------------- */
#define CODE_TIER 0.5f /* a code at least so strong decides before any message */

/* ---- PCRE2 -------------------------------------------------------------------------------------- */
#define PATTERN_MATCH_LIMIT 20000u /* steps of one pattern (pcre2_set_match_limit) */
#define PATTERN_COVERAGE    0.9f   /* of a message's words, for its pattern to be worth a try */
#define PATTERNS_MAX        8u     /* patterns tried for one query */
#define CAPTURE_MAX         200    /* characters that one placeholder can hold */

#endif
