/** Notes in memory, in the order they were added; ids count up from 1. */
export function createNotes(now) {
  const notes = []
  return {
    list: () => [...notes],
    find: (id) => notes.find((note) => note.id === id),
    add(text) {
      const note = { id: notes.length + 1, text, created_at: new Date(now()).toISOString() }
      notes.push(note)
      return note
    },
  }
}
