/** The page that `kms-guard audit --format html` writes, in headless Chromium, with names that are out to hurt it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startCloudFormationServer } from '../aws/aws-server.js';
import { configStack, key, onLocalStorage, onVolume, stacksService } from '../aws/stacks-service.js';
import { chromium, root, run } from './tools.js';

const hostile =
  '</script><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">';
const folder = mkdtempSync(join(tmpdir(), 'audit-page-'));
let browser: Browser;
let address: string;

beforeAll(async () => {
  const many = Array.from({ length: 240 }, (_, index) => {
    const name = `stack-${index}`;
    if (index % 3 === 0) return configStack(name, onVolume);
    return configStack(name, index % 3 === 1 ? { ...onVolume, KmsKeyId: key } : onLocalStorage);
  });
  const { operations, state } = stacksService(many);
  state.regions.set('us-east-1', [
    configStack(hostile, onVolume),
    configStack('<b>closed</b>', onVolume, { denied: 'GetTemplate' }),
  ]);
  const server = await startCloudFormationServer(operations);
  const file = join(folder, 'audit.html');
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'localStorage: exempt\n');
  const places = ['--region', 'eu-west-1,us-east-1', '--policy', policy];
  const argv = ['audit', ...places, '--format', 'html', '--output', file];
  const { status, stderr } = await run(process.execPath, [join(root, 'dist', 'cli.js'), ...argv], {
    env: { AWS_ENDPOINT_URL: server.url },
  });
  await server.close();
  expect([status, stderr]).toEqual([2, expect.stringContaining('<b>closed</b>')]);
  address = pathToFileURL(file).href;
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

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const opened = await browser.newPage(options);
  opened.on('console', (message) => complaints.push(message.text()));
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('request', (request) => requests.push(request.url()));
  await opened.goto(address);
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
  expect(requests.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
});

const rows = () => page.locator('#table tbody tr');
const cells = (column: number) => page.locator(`#table tbody td:nth-child(${column})`).allTextContents();
const status = () => page.locator('output').textContent();

test('totals and the chart', async () => {
  expect(await page.locator('.totals b').allTextContents()).toEqual(['81', '0', '80', '80', '0']);
  expect(await page.locator('.chart tbody tr').count()).toBe(2);
  const bar = page.getByRole('img', { name: '80 would be blocked, 80 exempt, 80 compliant' });
  expect(await bar.locator('rect').count()).toBe(3);
  const box = await bar.boundingBox();
  expect(box?.width).toBeGreaterThan(100);
});

describe('the table', () => {
  test('shows the gravest first, and more on demand', async () => {
    expect(await rows().count()).toBe(100);
    expect(await status()).toBe('241 of 241, the first 100 shown');
    expect(new Set((await cells(1)).slice(0, 81))).toEqual(new Set(['✖ would be blocked']));
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await rows().count()).toBe(241);
    expect(await page.getByRole('button', { name: 'Show more' }).isHidden()).toBe(true);
  });

  test('is filtered by words, verdict, region and account', async () => {
    await page.getByRole('searchbox').fill('STACK-1 keyabsent');
    expect(await status()).toMatch(/^3\d of 241$/);
    await page.getByRole('searchbox').fill('');
    for (const verdict of ['would be blocked', 'compliant']) {
      await page.getByRole('checkbox', { name: verdict }).uncheck();
    }
    expect(new Set(await cells(1))).toEqual(new Set(['○ exempt']));
    await page.getByRole('checkbox', { name: 'would be blocked' }).check();
    await page.getByRole('combobox', { name: 'Region' }).selectOption('us-east-1');
    await page.getByRole('combobox', { name: 'Account' }).selectOption('111122223333');
    expect(await cells(2)).toEqual([hostile]);
    await page.getByRole('searchbox').fill('nothing of the kind');
    expect([await rows().count(), await status()]).toEqual([0, '0 of 241']);
  });

  test('is sorted by every column, up and down, by the keyboard too', async () => {
    await page.getByRole('combobox', { name: 'Region' }).selectOption('eu-west-1');
    const stack = page.getByRole('columnheader', { name: 'Stack' });
    await stack.getByRole('button').press('Enter');
    expect(await stack.getAttribute('aria-sort')).toBe('ascending');
    expect((await cells(2)).slice(0, 3)).toEqual(['stack-0', 'stack-1', 'stack-2']);
    await stack.getByRole('button').press('Space');
    expect(await stack.getAttribute('aria-sort')).toBe('descending');
    expect((await cells(2)).slice(0, 2)).toEqual(['stack-239', 'stack-238']);
    const verdict = page.getByRole('columnheader', { name: 'Verdict' });
    await verdict.getByRole('button').click();
    expect(await stack.getAttribute('aria-sort')).toBe('none');
    expect((await cells(1))[0]).toBe('✖ would be blocked');
  });

  test('has the fix for each', async () => {
    await page.getByRole('searchbox').fill('stack-0');
    const first = rows().first();
    await first.getByText('How to fix it').click();
    expect(await first.locator('pre').innerText()).toMatch(
      /Resources:\n {2}Config:\n {4}Properties:\n {6}KmsKeyId:/,
    );
    expect(await first.getByText('It would be blocked at its next replacement.').isVisible()).toBe(true);
    expect(await first.locator('.place').textContent()).toBe('keyAbsent, 111122223333/eu-west-1/stack-0:5:7');
  });
});

test('what an account calls its stacks stays text, and the page may run and load nothing else', async () => {
  expect(await page.title()).toBe('KMS audit: 81 would be blocked');
  expect(await page.locator('img').count()).toBe(0);
  await expect(page.getByText('<b>closed</b>').first().isVisible()).resolves.toBe(true);
  const escaped = await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'document.title = "owned"';
    document.body.append(script);
    fetch('http://127.0.0.1:9/').then(() => 'sent', () => document.title)`);
  expect(escaped).toBe('KMS audit: 81 would be blocked');
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
  const texts = ['h1', 'header p', 'header a', '.totals b', '.totals span', '.nonCompliant > i', '.exempt > i',
    '.compliant > i', '.partial li', '.chart th', '.number', 'output', 'summary', 'pre', '.place', 'select'];
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

test('prints every row, with its fix and without the controls', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect(await rows().count()).toBe(241);
  expect(await page.locator('pre').last().isVisible()).toBe(true);
  expect(await page.getByRole('searchbox').isVisible()).toBe(false);
  await page.evaluate("dispatchEvent(new Event('afterprint'))");
  expect(await rows().count()).toBe(100);
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
});

test('is usable on a phone: nothing but the tables scrolls sideways', async () => {
  const phone = await open({ viewport: { width: 390, height: 800 } });
  const width = await phone.evaluate<number>('document.documentElement.scrollWidth');
  await phone.close();
  expect(width).toBe(390);
});
