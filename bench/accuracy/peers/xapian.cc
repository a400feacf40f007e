/*
 * xapian.cc - Xapian: BM25 over one text, fields weighted by the frequency that their words are
 * given.
 *
 * The query is a disjunction of its words; with "spelling", words that no document has are replaced
 * by Xapian's suggestion. The database is one on disk, beside the answers. Settings: stem,
 * spelling, message, title, code, body (weights).
 */
#include "native.h"

#include <xapian.h>

#include <iostream>
#include <string>

namespace
{

struct Index {
    Xapian::WritableDatabase db;
    Xapian::QueryParser parser;
    bool spelling = false;
};

size_t search(void *ctx, const char *text, struct native_found *found)
{
    auto *x = static_cast<Index *>(ctx);
    const unsigned flags = x->spelling ? Xapian::QueryParser::FLAG_SPELLING_CORRECTION : 0;
    /* Words only: what is an operator or a quote to the parser is no more than a gap here. */
    std::string words(text);
    for (char &c : words)
        if (static_cast<unsigned char>(c) < 0x80 && !isalnum(static_cast<unsigned char>(c)) &&
            c != '_')
            c = ' ';
    Xapian::Query query = x->parser.parse_query(words, flags);
    if (x->spelling && !x->parser.get_corrected_query_string().empty())
        query = Xapian::Query(Xapian::Query::OP_OR, query,
                              x->parser.parse_query(x->parser.get_corrected_query_string(), 0));
    Xapian::Enquire enquire(x->db);
    enquire.set_query(query);
    Xapian::MSet set = enquire.get_mset(0, NATIVE_ANSWERS);
    size_t count = 0;
    for (auto i = set.begin(); i != set.end(); ++i, ++count)
        found[count] = {*i - 1, i.get_weight()};
    return count;
}

} // namespace

int main(int argc, char **argv)
try {
    struct native n;
    native_open(&n, argc, argv);
    Index x;
    x.db =
        Xapian::WritableDatabase(std::string(argv[3]) + ".xapian", Xapian::DB_CREATE_OR_OVERWRITE);
    x.spelling = native_number(&n, "spelling", 0) != 0;
    Xapian::TermGenerator generator;
    Xapian::Stem stem(native_number(&n, "stem", 0) != 0 ? "en" : "none");
    generator.set_stemmer(stem);
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    generator.set_database(x.db);
    if (x.spelling)
        generator.set_flags(Xapian::TermGenerator::FLAG_SPELLING);
    for (size_t i = 0; i < n.count; i++) {
        const struct native_document &d = n.documents[i];
        Xapian::Document document;
        generator.set_document(document);
        const auto put = [&](const char *text, const char *key, double otherwise) {
            generator.index_text_without_positions(
                text, static_cast<Xapian::termcount>(native_number(&n, key, otherwise)));
        };
        put(d.message, "message", 3);
        put(d.title, "title", 2);
        put(d.code, "code", 4);
        put(d.body, "body", 1);
        x.db.add_document(document);
    }
    x.db.commit();
    x.parser.set_database(x.db);
    x.parser.set_stemmer(stem);
    x.parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    x.parser.set_default_op(Xapian::Query::OP_OR);
    native_answer(&n, argv, search, &x);
    return 0;
} catch (const Xapian::Error &e) {
    std::cerr << "Xapian: " << e.get_description() << "\n";
    return 2;
}
