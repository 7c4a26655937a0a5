import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

// The pages lie outside this folder, which has the modules that they are compiled to.
const here = fileURLToPath(new URL('../package.json', import.meta.url));
const modulesFromHere = {
  name: 'modules-from-here',
  enforce: 'pre',
  resolveId(id) {
    return id === 'vue' || id === 'vue/server-renderer' ? this.resolve(id, here, { skipSelf: true }) : null;
  },
};

const monitoring = fileURLToPath(new URL('../../docs/monitoring/', import.meta.url));
const downloads = readdirSync(monitoring).filter(file => !file.endsWith('.md'));

// A README is the index of its folder. Source files are not pages: their names stay, without a link. What lies beside
// a page to be downloaded is copied.
const ofTheSite = tokens => {
  let source = false;
  return tokens.filter(token => {
    if (token.type === 'link_open') {
      const link = token.attrGet('href').replace(/(^|\/)README\.md/, '$1./');
      token.attrSet('href', link);
      source = !/^([a-z]+:|#)|\.md(#|$)|\/(#|$)/.test(link) && !downloads.includes(link);
      return !source;
    }
    return !(token.type === 'link_close' && source);
  });
};
const pages = (...names) => names.map(([text, page]) => ({ text, link: '/docs/' + page }));

export default defineConfig({
  title: 'Ration',
  description: 'Usage quotas for Jakarta EE',
  srcDir: '..',
  srcExclude: ['site/**', 'src/**', 'it-tests/**', 'target/**', '**/node_modules/**'],
  outDir: '../target/documentation',
  buildEnd: ({ outDir }) => downloads.forEach(file => cpSync(monitoring + file, join(outDir, 'docs/monitoring', file))),
  cacheDir: '../target/documentation-cache',
  rewrites: page => page.replace(/(^|\/)README\.md$/, '$1index.md'),
  markdown: {
    // The anchors that GitHub makes, as ReadmeTest checks them.
    anchor: { slugify: heading => heading.toLowerCase().replace(/[^a-z0-9_ -]/g, '').replaceAll(' ', '-') },
    config: markdown => markdown.core.ruler.push('links-of-the-repository', state => {
      state.tokens.forEach(block => { block.children = block.children && ofTheSite(block.children); });
    }),
  },
  vite: { plugins: [modulesFromHere] },
  themeConfig: {
    search: { provider: 'local' },
    outline: 'deep',
    nav: [{ text: 'Documentation', link: '/docs/' }, { text: 'Changelog', link: '/CHANGELOG' }],
    sidebar: [
      { text: 'First steps', items: pages(['Getting started', 'getting-started'], ['An existing application', 'existing-application']) },
      { text: 'Use', items: pages(['Concepts', 'concepts'], ['@Quota', 'annotation'], ['Keys', 'keys'], ['Periods', 'periods'],
        ['In code', 'code'], ['Charges with an id', 'charges-with-an-id'], ['HTTP', 'http'], ['Recipes', 'recipes'],
        ['Testing', 'testing']) },
      { text: 'Operate', items: pages(['Configuration', 'configuration'], ['Servers', 'servers'], ['Operations', 'operations'],
        ['Monitoring', 'monitoring/'], ['Sizing', 'sizing'], ['Scaling', 'scaling'], ['Errors', 'errors'], ['Upgrading', 'upgrading'],
        ['Versions', 'VERSIONING'], ['Security', 'SECURITY']) },
      { text: 'Evidence', items: pages(['Proof', 'proof'], ['Benchmark', 'benchmark']) },
      { text: 'Internals', items: pages(['Architecture', 'internals/architecture'], ['Tables', 'internals/schema'],
        ['Adding a database', 'internals/adding-a-database'], ['Adding a server', 'internals/adding-a-server'], ['Decisions', 'adr/']) },
    ],
  },
});
