/**
 * The files that decide what a verification command looks at and how strictly, by where they are known from. A file of this
 * list counts whole; of the ones in `surface-parts.ts` only parts do. Sources are the documentations of the tools.
 */
const configurationByTool: Readonly<Record<string, readonly string[]>> = {
  javascriptTests: [
    '**/{vitest,vite}.{config,workspace,projects}.*',
    '**/jest.{config,setup,preset}*',
    '**/.mocharc*',
    '**/mocha.opts',
    '**/{playwright,cypress,ava,wdio,karma,web-test-runner,stryker}{.config,.conf,-ct.config}.*',
    '**/cypress.json',
    '**/.{nycrc,c8rc,taprc}*',
    '**/bunfig.toml',
    '**/deno.json{,c}',
  ],
  javascriptChecks: [
    '**/eslint.config.*',
    '**/.eslint{rc*,ignore}',
    '**/{.oxlintrc.json,oxlint.json,.oxfmtrc.json{,c},oxfmt.json}',
    '**/biome.json{,c}',
    '**/.prettier{rc*,ignore}',
    '**/prettier.config.*',
    '**/.stylelint{rc*,ignore}',
    '**/stylelint.config.*',
    '**/knip{.json,.jsonc,.config.*,.ts,.js}',
    '**/.dependency-cruiser.*',
    '**/.markdownlint*',
  ],
  workspaces: ['**/{turbo,nx,lerna,rush}.json', '**/wireit.json'],
  python: [
    '**/{.,}pytest.{ini,toml}',
    '**/{tox.ini,noxfile.py,.coveragerc,.flake8}',
    '**/{.,}pylintrc{,.toml}',
    '**/{.,}{ruff,mypy}.{toml,ini}',
    '**/pyrightconfig.json',
    '**/{.bandit,.pydocstyle,.isort.cfg,.style.yapf}',
  ],
  go: ['**/.golangci.*', '**/go.env', '**/.testcoverage.y{,a}ml', '**/staticcheck.conf'],
  rust: [
    '**/.cargo/config{,.toml}',
    '**/.config/nextest.toml',
    '**/{.,}{clippy,rustfmt,deny}.toml',
    '**/rust-toolchain{,.toml}',
  ],
  jvm: [
    '**/.mvn/**',
    '**/gradle.properties',
    '**/settings.gradle{,.kts}',
    '**/{checkstyle,pmd,detekt,spotbugs}*.{xml,yml}',
    '**/build.{sbt,xml}',
    '**/junit-platform.properties',
  ],
  others: [
    '**/.rspec',
    '**/.rubocop*.yml',
    '**/phpunit{.xml,.xml.dist,.dist.xml}',
    '**/phpstan.neon{,.dist}',
    '**/{.,}{phpcs,psalm}.xml{,.dist}',
    '**/*.runsettings',
    '**/Directory.Build.{props,targets}',
    '**/{.formatter,.credo}.exs',
    '**/.swiftlint.yml',
    '**/.clang-{tidy,format}',
    '**/.shellcheckrc',
    '**/.yamllint*',
  ],
  builds: [
    '**/*.mk',
    '**/*.cmake',
    '**/{CTestCustom,DartConfiguration}.*',
    '**/CMake{,User}Presets.json',
    '**/meson{.build,_options.txt}',
    '**/{.,}{j,J}ustfile',
    '**/Taskfile.y{,a}ml',
    '**/{Rakefile,Earthfile}',
    '**/{BUILD,WORKSPACE}{,.bazel}',
    '**/.bazelrc',
  ],
  runtimes: [
    '**/.{npmrc,nvmrc,node-version,tool-versions,python-version,ruby-version,java-version,go-version}',
    '**/.yarnrc{,.yml}',
    '**/.pnpmfile.{cjs,mjs}',
    '**/{.,}mise.toml',
  ],
  continuousIntegration: [
    '.github/{workflows,actions}/**',
    '{.gitlab,.circleci,.buildkite,.woodpecker,.ci}/**',
    '**/.gitlab-ci*.yml',
    '**/{azure-pipelines,bitbucket-pipelines,appveyor,.travis,.drone,.cirrus}*.yml',
    '**/Jenkinsfile*',
    '**/{Dockerfile,Containerfile}{,.*}',
    '**/*.{d,D}ockerfile',
    '**/{docker-,}compose*.y{,a}ml',
  ],
  hooks: ['.husky/**', '**/{.,}lefthook*.y{,a}ml', '**/.lintstagedrc*', '**/.pre-commit-config.y{,a}ml'],
}

/** Globs of all configuration that counts whole. */
export const configurationGlobs: readonly string[] = Object.values(configurationByTool).flat()

/** What is installed: manifests and lock files. They may change, and are told. */
export const dependencyGlobs: readonly string[] = [
  '**/package.json',
  '**/{package-lock,npm-shrinkwrap}.json',
  '**/{pnpm-lock,pnpm-workspace}.yaml',
  '**/{yarn,bun,deno}.lock',
  '**/bun.lockb',
  '**/{pyproject,Pipfile,uv}{.toml,.lock,}',
  '**/{poetry,pdm}.lock',
  '**/requirements*.{txt,in}',
  '**/setup.{py,cfg}',
  '**/Cargo.{toml,lock}',
  '**/go.{mod,sum,work,work.sum}',
  '**/pom.xml',
  '**/build.gradle{,.kts}',
  '**/gradle{.lockfile,/libs.versions.toml,/verification-metadata.xml}',
  '**/gradle/wrapper/**',
  '**/{Gemfile,composer.json,mix.exs,Package.swift}',
  '**/{Gemfile,composer,mix,flake}.lock',
  '**/*.{cs,fs,vb}proj',
  '**/packages.lock.json',
  '**/{vcpkg.json,conanfile.*,flake.nix}',
]

/** Files that are tests or belong to them, by the customs of their languages. */
export const testGlobs: readonly string[] = [
  '**/*{.,-,_}{test,spec,tests}.*',
  '**/test_*.*',
  '**/{test,tests,spec,specs,__tests__,__snapshots__,testdata,e2e}/**',
  '**/*{Test,Tests,IT,Spec}.{java,kt,scala,groovy,cs,swift,php}',
]
