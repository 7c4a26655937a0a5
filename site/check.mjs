// Follows every link, picture and anchor of the built site, and looks for the index of the search.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const site = resolve(process.argv[2]);
const files = readdirSync(site, { recursive: true }).map(file => join(site, file));
const pages = files.filter(file => file.endsWith('.html') && !file.endsWith('404.html'));
const text = new Map(pages.map(page => [page, readFileSync(page, 'utf8')]));
const dead = [];
let links = 0;

for (const [page, html] of text) {
  for (const [, , link] of html.matchAll(/\b(href|src|srcset)="([^"]*)"/g)) {
    if (/^([a-z]+:|\/\/)/.test(link)) continue;
    links++;
    const [path, anchor] = link.replaceAll('&amp;', '&').split('#');
    const target = fileOf(path === '' ? page : path.startsWith('/') ? join(site, path) : join(dirname(page), path));
    if (!target || (anchor && text.has(target) && !text.get(target).includes(`id="${decodeURIComponent(anchor)}"`))) {
      dead.push(relative(site, page) + ' -> ' + link);
    }
  }
}

function fileOf(path) {
  return [path, path + '.html', join(path, 'index.html')].find(file => existsSync(file) && statSync(file).isFile());
}

if (!files.some(file => file.includes('localSearchIndex'))) dead.push('there is no index for the search');
console.log(`${pages.length} pages, ${links} links, ${dead.length} dead`);
dead.forEach(link => console.log(link));
process.exit(dead.length === 0 && pages.length > 20 ? 0 : 1);
