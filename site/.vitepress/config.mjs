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

// A README is the index of its folder. Source files are not pages: their names stay, without a link.
const ofTheSite = tokens => {
  let source = false;
  return tokens.filter(token => {
    if (token.type === 'link_open') {
      const link = token.attrGet('href').replace(/(^|\/)README\.md/, '$1./');
      token.attrSet('href', link);
      source = !/^([a-z]+:|#)|\.md(#|$)|\/(#|$)/.test(link);
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
  cacheDir: '../target/documentation-cache',
  rewrites: { 'README.md': 'index.md', 'docs/README.md': 'docs/index.md', 'docs/adr/README.md': 'docs/adr/index.md' },
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
        ['In code', 'code'], ['HTTP', 'http'], ['Recipes', 'recipes']) },
      { text: 'Operate', items: pages(['Configuration', 'configuration'], ['Operations', 'operations'], ['Sizing', 'sizing'],
        ['Errors', 'errors'], ['Upgrading', 'upgrading']) },
      { text: 'Evidence', items: pages(['Proof', 'proof'], ['Benchmark', 'benchmark']) },
      { text: 'Internals', items: pages(['Architecture', 'internals/architecture'], ['Tables', 'internals/schema'],
        ['Adding a database', 'internals/adding-a-database'], ['Adding a server', 'internals/adding-a-server'], ['Decisions', 'adr/']) },
    ],
  },
});
