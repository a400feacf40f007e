#include "text/function_word.h"

#include "text/utf8.h"

/* Sorted bytewise: they are searched by halves. German words that mean something in English (die,
 * war, hat) are left out. */
static const struct str words[] = {
    STR_INIT("a"), STR_INIT("aber"), STR_INIT("als"), STR_INIT("an"), STR_INIT("and"),
    STR_INIT("are"), STR_INIT("as"), STR_INIT("at"), STR_INIT("auf"), STR_INIT("aus"),
    STR_INIT("be"), STR_INIT("beim"), STR_INIT("by"), STR_INIT("da"), STR_INIT("damit"),
    STR_INIT("das"), STR_INIT("dass"), STR_INIT("dem"), STR_INIT("der"), STR_INIT("dies"),
    STR_INIT("diese"), STR_INIT("diesem"), STR_INIT("diesen"), STR_INIT("dieser"),
    STR_INIT("dieses"), STR_INIT("doch"), STR_INIT("durch"), STR_INIT("ein"), STR_INIT("eine"),
    STR_INIT("einem"), STR_INIT("einen"), STR_INIT("einer"), STR_INIT("eines"), STR_INIT("for"),
    STR_INIT("from"), STR_INIT("fuer"), STR_INIT("haben"), STR_INIT("has"), STR_INIT("have"),
    STR_INIT("ich"), STR_INIT("if"), STR_INIT("ihr"), STR_INIT("ihre"), STR_INIT("ihrem"),
    STR_INIT("ihren"), STR_INIT("ihrer"), STR_INIT("im"), STR_INIT("in"), STR_INIT("is"),
    STR_INIT("ist"), STR_INIT("it"), STR_INIT("kann"), STR_INIT("kein"), STR_INIT("keine"),
    STR_INIT("keinen"), STR_INIT("koennen"), STR_INIT("mit"), STR_INIT("muessen"),
    STR_INIT("nach"), STR_INIT("nicht"), STR_INIT("noch"), STR_INIT("not"), STR_INIT("nur"),
    STR_INIT("ob"), STR_INIT("oder"), STR_INIT("of"), STR_INIT("ohne"), STR_INIT("on"),
    STR_INIT("or"), STR_INIT("sein"), STR_INIT("sich"), STR_INIT("sie"), STR_INIT("sind"),
    STR_INIT("that"), STR_INIT("the"), STR_INIT("this"), STR_INIT("to"), STR_INIT("ueber"),
    STR_INIT("um"), STR_INIT("und"), STR_INIT("unter"), STR_INIT("vom"), STR_INIT("von"),
    STR_INIT("vor"), STR_INIT("waren"), STR_INIT("was"), STR_INIT("wenn"), STR_INIT("werden"),
    STR_INIT("when"), STR_INIT("wie"), STR_INIT("wird"), STR_INIT("with"), STR_INIT("wurde"),
    STR_INIT("wurden"), STR_INIT("you"), STR_INIT("your"), STR_INIT("zu"), STR_INIT("zum"),
    STR_INIT("zur"),
};

/* Pairs of Hiragana: endings of verbs and particles. */
static bool is_hiragana(struct str term)
{
    for (size_t i = 0; i < term.n;) {
        uint32_t c = utf8_next(term, &i);
        if (c < 0x3041 || c > 0x309F)
            return false;
    }
    return term.n > 0;
}

bool function_word(struct str term)
{
    size_t low = 0, high = ARRAY_LEN(words);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(term, words[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return is_hiragana(term);
}
