import { test as repoTest } from './repo-test.ts'

/** The checkout is on main; `to` is one commit further, with new files (one that main ignores), a changed one and one less. */
export const test = repoTest.extend<{ from: string; to: string }>({
  from: async ({ repo }, use) => {
    repo.write('a.txt', 'a\n')
    repo.write('gone/it.txt', 'gone\n')
    repo.write('z.txt', 'z\n')
    await use(repo.commitAll('feat: a'))
  },
  to: async ({ repo, from }, use) => {
    repo.git('switch', '--quiet', '-c', 'ahead', from)
    repo.write('a.txt', 'b\n')
    repo.git('rm', '--quiet', 'gone/it.txt')
    repo.write('.gitignore', 'ignored/\n')
    repo.write('build.log', 'built\n')
    repo.write('new/file.txt', 'new\n')
    repo.write("new/it's\n a name", 'odd\n')
    repo.write('z.txt', 'zz\n')
    const to = repo.commitAll('feat: b')
    repo.git('switch', '--quiet', 'main')
    await use(to)
  },
})
