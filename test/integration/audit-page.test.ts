/** The page that `kms-guard audit --format html` writes, in headless Chromium, with names that are out to hurt it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditReport, AuditRow } from '../../src/cli/audit/audit-report.js';
import { csv } from '../../src/cli/audit/csv.js';
import { html } from '../../src/cli/report/html/index.js';
import { startAwsServer } from '../aws/aws-server.js';
import { organizationService } from '../aws/organization-service.js';
import { sageMakerService } from '../aws/sagemaker-service.js';
import { configStack, key, onVolume, stacksService } from '../aws/stacks-service.js';
import { auditReport, auditRow } from '../cli/audit-report-support.js';
import { chromium, root, run } from './tools.js';

const hostile =
  '</script><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">';
const folder = mkdtempSync(join(tmpdir(), 'audit-page-'));
const address = pathToFileURL(join(folder, 'audit.html')).href;
let browser: Browser;

const lines = ['Resources:', '  Config:', '    Properties:', '      KmsKeyId: alias/my-key'];
const why =
  'Without a key of yours SageMaker encrypts the storage volume of its instances with a key of its own.';
/** What the configurations of the account have, by turns. */
const kinds: readonly Partial<AuditRow>[] = [
  {
    message: `The endpoint configuration has no KmsKeyId. ${why}`,
    remediation: `Add:\n\n${lines.join('\n')}`,
    steps: {
      words: 'Add:',
      additions: [{ path: ['KmsKeyId'], value: 'alias/my-key', note: 'a key' }],
      lines,
    },
  },
  { verdict: 'exempt', reason: 'localStorage', message: 'Every variant is on local storage.', endpoints: [] },
  {
    verdict: 'compliant',
    reason: 'keyPresent',
    message: 'It has a key.',
    stack: undefined,
    isOutside: true,
    logicalId: undefined,
  },
];
const account: readonly AuditRow[] = kinds.flatMap((kind, first) =>
  Array.from({ length: 80 }, (_, index) => {
    const number = first + 3 * index;
    const row = auditRow({
      configuration: `config-${number}`,
      stack: `stack-${number}`,
      endpoints: index % 2 === 0 ? [`endpoint-${number}`] : [],
      ...kind,
    });
    return { ...row, isUnused: row.endpoints.length === 0 };
  }),
);
const others: readonly AuditRow[] = [
  auditRow({
    region: 'us-east-1',
    configuration: hostile,
    stack: hostile,
    endpoints: [hostile],
    message: '=1+1',
  }),
  auditRow({ region: 'us-iso-east-1', account: '444455556666', configuration: 'isolated' }),
];
const rows = [...others, ...account];
const report: AuditReport = auditReport({
  rows,
  coverage: {
    configurations: rows.length,
    inStacks: rows.filter(({ stack }) => stack !== undefined).length,
    outsideStacks: 80,
    inUse: rows.filter(({ endpoints }) => endpoints.length > 0).length,
  },
  failures: [
    { account: '111122223333', region: 'us-east-1', message: 'the stack <b>closed</b> cannot be read' },
  ],
});

beforeAll(async () => {
  writeFileSync(join(folder, 'audit.html'), html(report, { version: '1.2.3' }));
  browser = await playwright.launch({
    executablePath: chromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

let page: Page;
let complaints: string[];
let requests: string[];

async function open(options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  opened.on('console', (message) => complaints.push(message.text()));
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('request', (request) => requests.push(request.url()));
  await opened.goto(address + hash);
  return opened;
}

beforeEach(async () => {
  complaints = [];
  requests = [];
  page = await open();
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(address) && !/^(?:data|blob):/.test(url))).toEqual([]);
});

const tableRows = (of: Page = page) => of.locator('#table tbody tr');
const cells = (column: number) => page.locator(`#table tbody td:nth-child(${column})`).allTextContents();
const status = () => page.locator('output').textContent();
const hash = () => page.evaluate<string>('location.hash');
const search = () => page.getByRole('searchbox');
const verdictBox = (name: string) => page.getByRole('checkbox', { name, exact: true });
const choose = (name: string, value: string) => page.getByRole('combobox', { name }).selectOption(value);

describe('the head of the page', () => {
  test('says how much came through CloudFormation, with a bar, and what runs without a key', async () => {
    expect(await page.locator('.tiles b').allTextContents()).toEqual(['242', '162', '80', '82']);
    const bar = page.getByRole('img', { name: '162 through CloudFormation, 80 outside' });
    expect((await bar.boundingBox())?.width).toBeGreaterThan(300);
    expect(await page.locator('.alarm .headline').textContent()).toBe(
      'At least 42 of 82 configurations in use.',
    );
    expect(await page.locator('.running li').count()).toBe(6);
    expect(await page.locator('.partial').getByText('<b>closed</b>').isVisible()).toBe(true);
  });

  test('has headings in their order', async () => {
    const headings = await page.getByRole('heading').allTextContents();
    expect(headings).toEqual([
      'SageMaker endpoint configurations and their KMS keys',
      'This report is incomplete',
      'Coverage',
      'Running now without an accepted key',
      'Verdicts by account and Region',
      'Endpoint configurations',
      'Scope and policy',
    ]);
  });

  test.each([
    ['Show all 42 in the table', '42 of 242', '#verdict=nonCompliant&use=yes'],
    ['80 outside CloudFormation', '80 of 242', '#origin=outside'],
    ['162 through CloudFormation', '162 of 242, the first 100 shown', '#origin=stack'],
    ['82 in use', '82 of 242', '#use=yes'],
  ])('"%s" leads to these in the table', async (link, shown, filter) => {
    await page.getByRole('link', { name: link }).click();
    await expect.poll(status).toBe(shown);
    expect(await hash()).toBe(filter);
    expect(await page.evaluate('document.activeElement.id')).toBe('findings');
  });
});

test('the chart has a bar for each account and Region', async () => {
  expect(await page.locator('.chart tbody tr').count()).toBe(3);
  const bar = page.getByRole('img', { name: '80 non-compliant, 80 exempt, 80 compliant' });
  expect(await bar.locator('rect').count()).toBe(3);
});

describe('the table', () => {
  test('shows the gravest first, and more on demand', async () => {
    expect(await tableRows().count()).toBe(100);
    expect(await status()).toBe('242 of 242, the first 100 shown');
    expect(new Set((await cells(1)).slice(0, 82))).toEqual(new Set(['✖ non-compliant']));
    await tableRows().nth(1).getByText('How to fix it').click();
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await tableRows().count()).toBe(242);
    expect(await tableRows().nth(1).locator('details').getAttribute('open')).toBe('');
    expect(await page.evaluate("document.activeElement.closest('tr').rowIndex")).toBe(101);
    expect(await page.getByRole('button', { name: 'Show more' }).isHidden()).toBe(true);
  });

  test('is filtered by words, verdict, Region and account', async () => {
    await search().fill('CONFIG-1 keyabsent');
    expect(await status()).toMatch(/^3\d of 242$/);
    await search().fill('');
    await verdictBox('non-compliant').uncheck();
    await verdictBox('compliant').uncheck();
    expect(new Set(await cells(1))).toEqual(new Set(['○ exempt']));
    await verdictBox('non-compliant').check();
    await choose('Region', 'us-east-1');
    await choose('Account', '111122223333');
    expect(await cells(3)).toEqual([hostile]);
  });

  test.each([
    ['the origin', 'outside cloudformation', '80 of 242'],
    ['what else is known', "column 5 of the stack's template", '242 of 242, the first 100 shown'],
    ['no remedy, which says the same of many', 'Properties:', '0 of 242'],
  ])('is searched for %s', async (_what, words, shown) => {
    await search().fill(words);
    expect(await status()).toBe(shown);
  });

  test('names the stack, or that there is none', async () => {
    await search().fill('config-2 keypresent');
    expect((await cells(3))[0]).toBe('outside CloudFormation');
    await search().fill('config-30');
    expect(await cells(3)).toEqual(['stack-30']);
  });

  test('is sorted by every column, up and down, by the keyboard too', async () => {
    await choose('Region', 'eu-west-1');
    const stack = page.getByRole('columnheader', { name: 'Stack' });
    await stack.getByRole('button').press('Enter');
    expect(await stack.getAttribute('aria-sort')).toBe('ascending');
    expect((await cells(3)).slice(80, 83)).toEqual(['stack-0', 'stack-1', 'stack-3']);
    await stack.getByRole('button').press('Space');
    expect(await stack.getAttribute('aria-sort')).toBe('descending');
    expect((await cells(3)).slice(0, 2)).toEqual(['stack-238', 'stack-237']);
    const verdict = page.getByRole('columnheader', { name: 'Verdict' });
    await verdict.getByRole('button').click();
    expect(await stack.getAttribute('aria-sort')).toBe('none');
    expect((await cells(1))[0]).toBe('✖ non-compliant');
  });

  test('has the fix for each', async () => {
    await search().fill('config-30');
    const first = tableRows().first();
    await first.getByText('How to fix it').click();
    expect(await first.locator('pre').innerText()).toBe(lines.join('\n'));
    expect(await first.getByText(why).isVisible()).toBe(true);
    expect(await first.locator('.place').textContent()).toBe(
      "keyAbsent · line 3, column 5 of the stack's template",
    );
  });

  test('says so where nothing matches, and gives everything back', async () => {
    await search().fill('nothing of the kind');
    expect([await tableRows().count(), await status()]).toEqual([0, '0 of 242']);
    expect(await page.getByRole('table', { name: 'Endpoint configurations' }).isHidden()).toBe(true);
    expect(await page.getByText('No endpoint configuration matches these filters.').isVisible()).toBe(true);
    await page.locator('#none').getByRole('button', { name: 'Reset the filters' }).click();
    expect(await status()).toBe('242 of 242, the first 100 shown');
    expect(await search().inputValue()).toBe('');
    expect(await page.getByRole('button', { name: 'Reset the filters' }).count()).toBe(0);
    expect(await page.evaluate('document.activeElement.name')).toBe('text');
  });
});

describe('the address', () => {
  test('reproduces the view', async () => {
    await choose('Region', 'eu-west-1');
    await choose('Account', '111122223333');
    await choose('Origin', 'stack');
    await choose('Use', 'no');
    await verdictBox('compliant').uncheck();
    await page.getByRole('columnheader', { name: 'Stack' }).getByRole('button').click();
    await search().fill('stack-1');
    const [shown, stacks] = [await status(), await cells(3)];
    expect(await hash()).toBe(
      '#text=stack-1&region=eu-west-1&account=111122223333&origin=stack&use=no&sort=stack&verdict=nonCompliant,undetermined,exempt,notApplicable',
    );
    const linked = await open({}, await hash());
    const first = page;
    page = linked;
    expect([await status(), await cells(3)]).toEqual([shown, stacks]);
    expect(stacks.length).toBeGreaterThan(10);
    expect(await page.getByRole('columnheader', { name: 'Stack' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await first.close();
  });

  test.each([
    ['#region=nowhere&use=maybe&sort=constructor', '242 of 242, the first 100 shown'],
    ['#verdict=', '0 of 242'],
    ['#verdict=exempt,strange', '80 of 242'],
    ['#scope', '242 of 242, the first 100 shown'],
    ['#text=%', '0 of 242'],
  ])('%s of somebody else breaks nothing', async (given, shown) => {
    await page.close();
    page = await open({}, given);
    expect(await status()).toBe(shown);
  });

  test('is followed where it changes', async () => {
    await page.evaluate("location.hash = '#verdict=exempt'");
    await expect.poll(status).toBe('80 of 242');
    await page.goBack();
    await expect.poll(status).toBe('242 of 242, the first 100 shown');
  });
});

describe('the export', () => {
  async function exported(): Promise<[name: string, text: string]> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const file = await download;
    return [file.suggestedFilename(), readFileSync(await file.path(), 'utf8')];
  }

  test('of everything is what --format csv writes', async () => {
    expect(await exported()).toEqual(['kms-guard-audit-2026-11-24.csv', csv(report)]);
  });

  test('has what is shown, in its order, and what could not be read', async () => {
    await verdictBox('non-compliant').uncheck();
    await choose('Use', 'yes');
    const wanted = rows.filter(
      ({ verdict, endpoints }) => verdict !== 'nonCompliant' && endpoints.length > 0,
    );
    const [, text] = await exported();
    expect(text).toBe(csv({ ...report, rows: wanted }));
  });
});

describe('links into the AWS console', () => {
  const links = async (words: string) => {
    await search().fill(words);
    const found = await tableRows().first().getByRole('link').all();
    return Promise.all(found.map((link) => link.getAttribute('href')));
  };

  test('open the configuration and its stack in their Region', async () => {
    const home = 'home?region=eu-west-1';
    expect(await links('config-30')).toEqual([
      `https://eu-west-1.console.aws.amazon.com/sagemaker/${home}#/endpointConfig/config-30`,
      `https://eu-west-1.console.aws.amazon.com/cloudformation/${home}#/stacks/stackinfo?stackId=stack-30`,
    ]);
    const rel = await tableRows().first().getByRole('link').first().getAttribute('rel');
    expect(rel).toBe('noopener noreferrer');
  });

  test('carry a name as text', async () => {
    const [configuration = ''] = await links('owned');
    expect(new URL(configuration ?? '').hash).toBe(`#/endpointConfig/${encodeURIComponent(hostile)}`);
  });

  test('are not there where the console is not known', async () => {
    expect(await links('isolated')).toEqual([]);
  });
});

test('what an account calls its stacks stays text, and the page may run and load nothing else', async () => {
  const title = 'KMS audit (incomplete): 42 running without an accepted key';
  expect(await page.title()).toBe(title);
  expect(await page.locator('img').count()).toBe(0);
  const escaped = await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'document.title = "owned"';
    document.body.append(script);
    fetch('http://127.0.0.1:9/').then(() => 'sent', () => document.title)`);
  expect(escaped).toBe(title);
  expect(complaints.some((text) => text.includes('Content Security Policy'))).toBe(true);
  complaints = [];
  requests = requests.filter((url) => !url.startsWith('http://127.0.0.1:9/'));
});

test.each(['light', 'dark'] as const)('reads well in the %s', async (colorScheme) => {
  const themed = await open({ colorScheme });
  const ratios = await themed.evaluate<Record<string, number>>(contrastOfTexts);
  await themed.close();
  expect(Object.keys(ratios).length).toBeGreaterThan(8);
  for (const [text, ratio] of Object.entries(ratios)) expect(ratio, text).toBeGreaterThanOrEqual(4.5);
});

/** The contrast, by WCAG's formula, of kinds of text with what they stand on. */
const contrastOfTexts = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => value / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backdrop = (node) => {
    const { backgroundColor } = getComputedStyle(node);
    return channels(backgroundColor)[3] === 0 && node.parentElement ? backdrop(node.parentElement) : backgroundColor;
  };
  for (const details of document.querySelectorAll('details')) details.open = true;
  const texts = ['h1', 'header p', 'section a', '.tiles b', '.tiles span', '.tiles small', '.headline b',
    '.running strong', '.running span', '.alarm a', '.nonCompliant > i', '.exempt > i', '.compliant > i',
    '.undetermined i', '.notApplicable i', '.partial li', '.chart th', '.number', 'output', 'summary', 'pre',
    '.place', 'select', '#export', '#table em', '#table small', 'dt', 'dd', 'code, dd li'];
  return Object.fromEntries(texts.map((selector) => {
    const node = document.querySelector(selector);
    const [a, b] = [getComputedStyle(node).color, backdrop(node)].map(luminance);
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }));
})()`;

test('light and dark differ', async () => {
  const colors = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const themed = await open({ colorScheme });
    colors.push(await themed.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
    await themed.close();
  }
  expect(colors[0]).not.toBe(colors[1]);
});

test('every control and table has a name', async () => {
  const unnamed = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll('input, select, button, summary, a')]
    .filter((node) => !(node.labels?.[0] ?? node).textContent.trim()).map((node) => node.outerHTML)`);
  expect(unnamed).toEqual([]);
});

describe('on paper', () => {
  const printed = () => page.locator('#print');

  test('stand the non-compliant with their fix, and of the others the names', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await printed().locator('tbody tr').count()).toBe(82);
    expect(await printed().locator('tbody tr').nth(2).textContent()).toBe(
      '✖ non-compliantconfig-0stack-0endpoint-0111122223333eu-west-1The endpoint configuration has no KmsKeyId.Add: KmsKeyId: alias/my-key',
    );
    expect(await printed().getByRole('heading').allTextContents()).toEqual([
      '○ exempt (80)',
      '✔ compliant (80)',
    ]);
    expect(await printed().locator('p').last().textContent()).toMatch(
      /^111122223333 eu-west-1: config-2, config-5, /,
    );
    expect(await search().isVisible()).toBe(false);
    expect(await page.locator('#table').isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await printed().locator('*').count()).toBe(0);
  });

  test('stands what is shown, with the filter', async () => {
    await verdictBox('non-compliant').uncheck();
    await choose('Use', 'yes');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await printed().locator('p').first().textContent()).toBe(
      '40 of 242, filtered by use=yes&verdict=undetermined,exempt,compliant,notApplicable',
    );
    expect(await printed().locator('table').count()).toBe(0);
  });

  test('stands the filter of an address that somebody else wrote', async () => {
    await page.close();
    page = await open({}, '#text=100%+of');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await printed().locator('p').first().textContent()).toBe('0 of 242, filtered by text=100% of');
  });

  // A page that had every row with all its details took 46 pages for as many.
  test('it takes six pages at most', async () => {
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThanOrEqual(6);
  });
});

describe('on a phone', () => {
  beforeEach(async () => {
    await page.close();
    page = await open({ viewport: { width: 390, height: 800 } });
  });

  test.each([390, 768, 1025, 1280])(
    'and at %i pixels nothing scrolls sideways, fixes open',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
      const wider = await page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
      .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX === 'auto')
      .map((node) => node.outerHTML.slice(0, 80))`);
      expect(wider).toEqual([]);
    },
  );

  test('a row is a card with verdict, names and remedy', async () => {
    await search().fill('config-30');
    const card = tableRows().first();
    await card.getByText('How to fix it').click();
    const box = await card.boundingBox();
    expect(box?.width).toBeGreaterThan(300);
    for (const part of [card.getByText('non-compliant'), card.getByText('config-30'), card.locator('pre')]) {
      const inner = await part.first().boundingBox();
      expect(inner?.y).toBeGreaterThan(box?.y ?? 0);
      expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
    }
    const labels = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('#table tbody tr:first-child td')]
      .map((cell) => getComputedStyle(cell, '::before').content)`);
    expect(labels).toEqual([
      'none',
      '"Configuration"',
      '"Stack"',
      '"Endpoints"',
      '"Region"',
      '"Account"',
      'none',
    ]);
  });

  test('is sorted by a list, since the heads of the columns are not there', async () => {
    await choose('Sort by', '-configuration');
    expect((await cells(2))[0]).toContain('isolated');
    await choose('Sort by', '');
    expect((await cells(1))[0]).toBe('✖ non-compliant');
  });
});

describe('what the built program writes', () => {
  const stacks = [configStack('owner', onVolume, { names: { Config: 'owned' } })];
  const denied = configStack('closed', onVolume, { denied: 'GetTemplate' });

  async function audited(format: string, fakes = stacks): Promise<[file: string, status: number | null]> {
    const sageMaker = sageMakerService();
    sageMaker.state.configurations = [
      { name: 'owned' },
      { name: 'by-hand', properties: { KmsKeyId: key } },
      { name: '=1+1' },
    ];
    sageMaker.state.endpoints = [{ name: 'endpoint', configuration: 'owned' }];
    const services = {
      cloudformation: stacksService(fakes),
      sagemaker: sageMaker,
      sts: { operations: organizationService().sts },
    };
    const server = await startAwsServer(services);
    const file = join(folder, `built.${format}`);
    const argv = ['audit', '--region', 'eu-west-1', '--format', format, '--output', file];
    const { status } = await run(process.execPath, [join(root, 'dist', 'cli.js'), ...argv], {
      env: { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nothing' },
    });
    await server.close();
    return [file, status];
  }

  async function show(file: string) {
    await page.goto(pathToFileURL(file).href);
    requests = [];
  }

  test('leads with coverage, and exports what --format csv writes', async () => {
    const [file, status] = await audited('html');
    await show(file);
    expect(status).toBe(1);
    expect(await page.locator('.tiles b').allTextContents()).toEqual(['3', '1', '2', '1']);
    expect(await page.locator('.running strong').allTextContents()).toEqual(['owned']);
    expect(await cells(3)).toEqual(['owner', 'outside CloudFormation', 'outside CloudFormation']);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const exported = readFileSync(await (await download).path(), 'utf8');
    const [table] = await audited('csv');
    expect(exported).toBe(readFileSync(table, 'utf8'));
    expect(exported).toContain("'=1+1");
  });

  test('claims nothing of an origin that is not known', async () => {
    const [file, status] = await audited('html', [...stacks, denied]);
    await show(file);
    expect(status).toBe(2);
    expect(await page.locator('.tiles b').allTextContents()).toEqual(['3', '1', '0', '2', '1']);
    expect(await page.locator('.headline').first().textContent()).toContain('At least 33%');
    await choose('Origin', 'outside');
    expect(await tableRows().count()).toBe(0);
    await page.getByRole('link', { name: '2 not known' }).click();
    // The page filters after its address has changed.
    await expect.poll(() => cells(3)).toEqual(['not known', 'not known']);
    expect(await hash()).toBe('#origin=unknown');
  });
});

test('the README’s pictures can be made, and that of the terminal is the one that is there', async () => {
  const { status } = await run(process.execPath, [join(root, 'scripts', 'pictures.mjs'), folder]);
  expect(status).toBe(0);
  const [made, shown] = [folder, join(root, 'docs')].map((place) =>
    readFileSync(join(place, 'blocked-deployment.svg'), 'utf8'),
  );
  expect(made).toBe(shown);
  const png = readFileSync(join(folder, 'audit-page.png'));
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['PNG', 1200]);
  expect(png.length).toBeLessThan(150_000);
});

test('ten thousand rows stay quick: no more of them are in the document than are shown', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    auditRow({ ...kinds[index % 3], configuration: `c-${index}` }),
  );
  const file = join(folder, 'many.html');
  writeFileSync(file, html({ ...report, rows: many }, { version: '1.2.3' }));
  requests = [];
  await page.goto(pathToFileURL(file).href);
  requests = [];
  expect(await status()).toBe('10,000 of 10,000, the first 100 shown');
  await search().fill('c-9999');
  expect(await status()).toBe('1 of 10,000');
  expect(await page.locator('*').count()).toBeLessThan(5_000);
});
