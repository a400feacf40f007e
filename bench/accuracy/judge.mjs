/*
 * judge.mjs - which answers are right, by one rule for all engines, and the figures that follow.
 *
 *   node judge.mjs DOCUMENTS QUERIES ANSWERS      the figures of each row as JSON
 *
 * README.md ("What is right") states the rule; `errkb eval` judges errkb by the same.
 */
import fs from "node:fs";

const RANKS = 10;
const KEPT = 0.95;
const BINS = 15;

export function readLines(file) {
    return fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

export class Judge {
    constructor(documents) {
        this.groupOf = new Map(documents.map((d) => [d.id, d.group]));
    }

    /* One of each group of near-duplicates, as errkb answers: nobody loses a place by a copy. */
    ranked(answers) {
        const seen = new Set();
        return answers.filter(({ id }) => {
            const group = this.groupOf.get(id) ?? id;
            return seen.has(group) ? false : seen.add(group);
        }).slice(0, RANKS);
    }

    judge(query, answer) {
        const ranked = this.ranked(answer?.answers ?? []);
        const right = new Set(query.right), shared = new Set(query.shared);
        const at = ranked.findIndex(({ id }) => right.has(id) || shared.has(id));
        const words = Math.max(1, new Set(query.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).size);
        const [first, second] = [ranked[0]?.score ?? 0, ranked[1]?.score ?? 0];
        return {
            query,
            answerable: query.answerable,
            rank: at + 1,
            shared: at === 0 && !right.has(ranked[0].id),
            verdict: answer?.verdict,
            ranked,
            /* What an engine could abstain by. */
            signals: { score: first, "score per word": first / words,
                       lead: first > 0 ? (first - second) / first : 0 },
        };
    }
}

/* Share of the unanswerable ones that a threshold on the signal lets through which keeps KEPT of the
 * right first answers. */
function falseAt(judged, signal) {
    const right = judged.filter((j) => j.answerable && j.rank === 1);
    const none = judged.filter((j) => !j.answerable);
    if (!none.length || !right.length) return null;
    const values = right.map((j) => j.signals[signal]).sort((a, b) => b - a);
    const threshold = values[Math.ceil(KEPT * values.length) - 1];
    return none.filter((j) => j.signals.score > 0 && j.signals[signal] >= threshold).length /
        none.length;
}

/* As src/eval/measure.h: bins of as equal a count as equal scores allow, over queries with an answer
 * given. */
function calibrationError(judged) {
    const given = judged.filter((j) => j.ranked.length).sort((a, b) => b.signals.score - a.signals.score);
    let sum = 0;
    for (let from = 0, bin = 0; from < given.length; bin++) {
        let to = from + Math.ceil((given.length - from) / (BINS - bin));
        while (to < given.length && given[to].signals.score === given[to - 1].signals.score) to++;
        let apart = 0;
        for (; from < to; from++) apart += given[from].signals.score - (given[from].answerable && given[from].rank === 1);
        sum += Math.abs(apart);
    }
    return share(sum, given.length);
}

const share = (part, whole) => (whole ? part / whole : null);

export function measure(judged) {
    const answerable = judged.filter((j) => j.answerable);
    const none = judged.filter((j) => !j.answerable);
    const m = {
        queries: judged.length,
        answerable: answerable.length,
        unanswerable: none.length,
        top1: share(answerable.filter((j) => j.rank === 1).length, answerable.length),
        top3: share(answerable.filter((j) => j.rank >= 1 && j.rank <= 3).length, answerable.length),
        mrr: share(answerable.reduce((s, j) => s + (j.rank ? 1 / j.rank : 0), 0), answerable.length),
        shared: judged.filter((j) => j.shared).length,
    };
    const abstain = ["score", "score per word", "lead"]
        .map((signal) => [signal, falseAt(judged, signal)])
        .filter(([, value]) => value !== null)
        .sort((a, b) => a[1] - b[1]);
    if (abstain.length) {
        m.falseAtScore = falseAt(judged, "score");
        [m.falseBy, m.falseAt] = abstain[0];
    }
    if (judged.some((j) => j.verdict)) {
        const matches = judged.filter((j) => j.verdict === "match");
        const documented = matches.filter((j) => j.answerable);
        const right = documented.filter((j) => j.rank === 1).length;
        m.coverage = share(documented.length, answerable.length);
        m.risk = share(matches.length - right, matches.length);
        m.precision = share(right, documented.length);
        m.falseMatch = share(matches.length - documented.length, none.length);
        m.calibration = calibrationError(judged);
    }
    return m;
}

export function quantile(sorted, q) {
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] : null;
}

/* All that was judged, and by set and kind. */
export function judgeAll(judge, queries, answers) {
    const byId = new Map(answers.map((a) => [a.id, a]));
    const rows = new Map();
    for (const q of queries.filter((one) => byId.has(one.id))) {
        const j = judge.judge(q, byId.get(q.id));
        for (const row of [q.set, q.kind ? `${q.set}, ${q.kind}` : null].filter(Boolean)) {
            if (!rows.has(row)) rows.set(row, []);
            rows.get(row).push(j);
        }
    }
    return rows;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    const [documents, queries, answers] = process.argv.slice(2).map(readLines);
    if (!answers) {
        console.error("usage: judge.mjs DOCUMENTS QUERIES ANSWERS");
        process.exit(2);
    }
    for (const [row, judged] of judgeAll(new Judge(documents), queries, answers))
        console.log(JSON.stringify({ row, ...measure(judged) }));
}
