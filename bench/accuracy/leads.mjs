/*
 * leads.mjs - where other engines rank a right entry higher than errkb does: what to learn from them.
 *
 *   node leads.mjs DOCUMENTS QUERIES ERRKB-ANSWERS [NAME=ANSWERS...] [--examples N]
 *
 * Without other answers: what errkb got wrong.
 */
import { Judge, judgeAll, readLines } from "./judge.mjs";

const arguments_ = process.argv.slice(2);
const option = arguments_.indexOf("--examples");
const examples = option >= 0 ? Number(arguments_.splice(option, 2)[1]) : 20;
const [documents, queries, errkb, ...others] = arguments_;
const judge = new Judge(readLines(documents));
const all = readLines(queries);
const judged = (file) => judgeAll(judge, all, readLines(file));
const ours = judged(errkb);

const one = (text) => text.replace(/\s+/g, " ").slice(0, 300);
const top1 = (list) => list.filter((j) => j.rank === 1).length / list.length;
const worth = (j) => (j.rank ? 1 / j.rank : 0);
const mrr = (list) => list.reduce((sum, j) => sum + worth(j), 0) / list.length;

function show(j, other) {
    console.log(`  [${j.query.id}] ${one(j.query.text)}`);
    console.log(`      expected ${j.query.right.slice(0, 3).join("  or  ")}`);
    console.log(`      errkb    ${j.verdict} ${j.ranked[0] ? `${j.ranked[0].score.toFixed(2)} ${j.ranked[0].id}` : "nothing"}` +
        (j.rank ? `; right one number ${j.rank}` : "; right one not among ten"));
    if (other) console.log(`      there    number ${other.rank}: ${other.ranked[other.rank - 1].id}`);
}

if (!others.length)
    for (const [row, list] of ours) {
        const wrong = list.filter((j) => j.answerable && j.rank !== 1);
        if (!wrong.length) continue;
        console.log(`\n== ${row}: errkb top-1 ${top1(list.filter((j) => j.answerable)).toFixed(3)}, ${wrong.length} of ${list.length} wrong`);
        const step = Math.max(1, wrong.length / examples);
        for (let i = 0; i < wrong.length && Math.floor(i / step) < examples; i += step)
            show(wrong[Math.floor(i)]);
    }
for (const [name, file] of others.map((o) => o.split("="))) {
    for (const [row, theirs] of judged(file)) {
        const byId = new Map(ours.get(row).map((j) => [j.query.id, j]));
        const both = theirs.filter((j) => j.answerable && byId.has(j.query.id));
        if (!both.length) continue;
        const mine = both.map((j) => byId.get(j.query.id));
        const found = both.map((j, i) => [j, mine[i]]).filter(([a, b]) => worth(a) > worth(b))
            .sort((a, b) => a[0].rank - b[0].rank);
        const leads = [top1(both) > top1(mine) ? "  LEADS in top-1" : "", mrr(both) > mrr(mine) + 1e-9 ? "  LEADS in MRR" : ""].join("");
        console.log(`\n== ${row}: ${name} ${top1(both).toFixed(3)}/${mrr(both).toFixed(3)}, ` +
            `errkb ${top1(mine).toFixed(3)}/${mrr(mine).toFixed(3)} of ${both.length}; ` +
            `only ${name} right: ${found.filter(([a, b]) => a.rank === 1 && b.rank !== 1).length}${leads}`);
        found.slice(0, examples).forEach(([a, b]) => show(b, a));
    }
}
