/** A reporter for knip that tells how many files it really read; its own reporters do not. */
// oxlint-disable-next-line import/no-default-export -- knip loads a reporter by its default export
export default function count({ counters }) {
  process.stdout.write(`knip read ${counters.processed} files\n`)
}
