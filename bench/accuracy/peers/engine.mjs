/*
 * engine.mjs - the npm peers as engines of this benchmark (README.md: "How to enter an engine").
 *
 *   node engine.mjs NAME DOCUMENTS QUERIES ANSWERS [SETTINGS]
 *
 * SETTINGS is a JSON object that is laid over the engine's defaults. Packages are taken from the
 * folder $ERRKB_PEERS/node_modules, where `run` has npm put them.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const ANSWERS = 10;
const SLOW_US = 20000; /* a first query slower than this: no second pass */

const require = createRequire(path.join(process.env.ERRKB_PEERS ?? process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));

export function readLines(file) {
    return fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/* What every peer is given of a document: placeholders are gaps, all else as it stands there. */
export function fieldsOf(d, at) {
    const text = (template) =>
        template.replace(/\{\{|\}\}|\{[A-Za-z0-9_]*\}/g, (m) =>
            m === "{{" ? "{" : m === "}}" ? "}" : " ");
    return {
        at,
        message: d.messages.map(text).join("\n"),
        title: d.title,
        code: [...d.codes, ...d.mentioned].join(" "),
        body: [d.body, d.cause, d.remedy].join("\n"),
    };
}

const words = (text) => [...new Set(text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean))];
const hasDigit = (term) => /\p{N}/u.test(term);

async function minisearch(documents, s) {
    const { default: MiniSearch } = await load("minisearch");
    const index = new MiniSearch({ idField: "at", fields: ["message", "title", "code", "body"] });
    index.addAll(documents);
    const options = {
        boost: s.boost,
        combineWith: "OR",
        /* A code or number is never approximated: that only costs it. */
        fuzzy: (term) => (s.fuzzy && !hasDigit(term) && term.length > 3 ? s.fuzzy : false),
        prefix: (term) => s.prefix && !hasDigit(term) && term.length > 3,
    };
    return (text) => index.search(text, options).slice(0, ANSWERS).map((r) => [r.id, r.score]);
}

async function lunr(documents, s) {
    const { default: lunrjs } = await load("lunr");
    /* Its own separator leaves the colon on "C2039:". */
    lunrjs.tokenizer.separator = /[^\p{L}\p{N}_]+/u;
    const index = lunrjs(function () {
        this.ref("at");
        for (const field of ["message", "title", "code", "body"])
            this.field(field, { boost: s.boost[field] });
        this.pipeline.reset();
        this.searchPipeline.reset();
        if (s.stemming) {
            this.pipeline.add(lunrjs.stemmer);
            this.searchPipeline.add(lunrjs.stemmer);
        }
        this.b(s.b);
        this.k1(s.k1);
        documents.forEach((d) => this.add(d));
    });
    return (text) =>
        index
            .query((q) => {
                for (const term of new Set(lunrjs.tokenizer(text).map(String)))
                    if (term) q.term(term, { usePipeline: s.stemming });
                if (s.edits)
                    for (const term of words(text))
                        if (!hasDigit(term) && term.length > 4)
                            q.term(term, { editDistance: s.edits, boost: 0.3 });
            })
            .slice(0, ANSWERS)
            .map((r) => [Number(r.ref), r.score]);
}

async function fuse(documents, s) {
    const { default: Fuse } = await load("fuse.js");
    const index = new Fuse(documents, {
        keys: Object.entries(s.boost).map(([name, weight]) => ({ name, weight })),
        includeScore: true,
        ignoreLocation: true,
        threshold: s.threshold,
        ignoreFieldNorm: s.ignoreFieldNorm,
        useTokenSearch: s.token,
        tokenMatch: s.token ? "any" : undefined,
    });
    /* Fuse's score is 0 for the best. */
    return (text) =>
        index.search(s.words ? words(text).slice(0, s.words).join(" ") : text.slice(0, s.characters),
            { limit: ANSWERS }).map((r) => [r.item.at, 1 - r.score]);
}

/* FlexSearch gives places, no scores: those of the fields are summed as reciprocal ranks. */
async function flexsearch(documents, s) {
    const { default: FlexSearch } = await load("flexsearch");
    const index = new FlexSearch.Document({
        document: { id: "at", index: ["message", "title", "code", "body"] },
        encoder: FlexSearch.Charset[s.charset],
        tokenize: s.tokenize,
        resolution: s.resolution,
        context: s.context,
    });
    documents.forEach((d) => index.add(d));
    return (text) => {
        const sums = new Map();
        for (const { field, result } of index.search(text, { limit: 100, suggest: true }))
            result.forEach((at, rank) =>
                sums.set(at, (sums.get(at) ?? 0) + s.boost[field] / (s.rank + rank)));
        return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, ANSWERS);
    };
}

const engines = {
    minisearch: [minisearch, { boost: { message: 3, title: 2, code: 4, body: 1 }, fuzzy: 0.2, prefix: true }],
    lunr: [lunr, { boost: { message: 3, title: 2, code: 4, body: 1 }, b: 0.75, k1: 1.2, stemming: false, edits: 0 }],
    fuse: [fuse, { boost: { message: 3, title: 2, code: 1 }, threshold: 0.6, ignoreFieldNorm: false, characters: 400 }],
    "fuse-token": [fuse, { boost: { message: 3, title: 2, code: 4, body: 1 }, threshold: 0.3, token: true, words: 60 }],
    flexsearch: [flexsearch, { boost: { message: 3, title: 2, code: 4, body: 1 }, charset: "LatinBalance", tokenize: "strict", resolution: 9, context: false, rank: 1 }],
};

/* One pass unmeasured, one measured; of a slow engine only the measured one. */
export function answerAll(search, ids, queries, to) {
    const answer = (q) => {
        const from = process.hrtime.bigint();
        const found = search(q.text);
        return [found, Number(process.hrtime.bigint() - from) / 1000];
    };
    const first = queries.slice(0, 5).map((q) => answer(q)[1]).sort((a, b) => a - b)[2] ?? 0;
    for (const q of first > SLOW_US ? [] : queries) answer(q);
    const out = fs.openSync(to, "w");
    for (const q of queries) {
        const [found, us] = answer(q);
        const answers = found.map(([at, score]) => ({ id: ids[at], score }));
        fs.writeSync(out, JSON.stringify({ id: q.id, us, answers }) + "\n");
    }
    fs.closeSync(out);
}

export async function open(name, documentLines, settings) {
    const [make, defaults] = engines[name];
    return make(documentLines.map(fieldsOf), { ...defaults, ...settings });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    const [name, documents, queries, answers, settings] = process.argv.slice(2);
    if (!answers || !engines[name]) {
        console.error(`usage: engine.mjs ${Object.keys(engines).join("|")} DOCUMENTS QUERIES ANSWERS [SETTINGS]`);
        process.exit(2);
    }
    const documentLines = readLines(documents);
    const search = await open(name, documentLines, JSON.parse(settings ?? "{}"));
    answerAll(search, documentLines.map((d) => d.id), readLines(queries), answers);
}
