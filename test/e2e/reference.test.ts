import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { district } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await driver.launch({
    // Not the package's own arguments: they switch web security off.
    args: ['--no-sandbox', '--disable-gpu'],
    executablePath: await chromium.executablePath(),
    headless: true,
  });
});
afterAll(() => browser.close());

/** The reference as a newcomer opens it, and all that went wrong in it. */
async function opened(): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    const isHere = ['127.0.0.1', 'localhost', ''].includes(hostname);
    if (!isHere) faults.push(`asked ${hostname}`);
  });
  await page.goto(`${inject('stack').apiUrl}/v1/docs`);
  await page.getByText('/v1/search').first().waitFor();
  return { page, faults };
}

describe('given the API reference in a browser', () => {
  test('it shows every route, breaks no policy and asks nobody else', async () => {
    const { page, faults } = await opened();
    const shown = await page.locator('.opblock').count();
    expect(shown).toBeGreaterThan(30);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('one signs in there and tries a call', async () => {
    const teacher = district().people.find(({ role }) => role === 'teacher');
    if (!teacher) throw new Error('The test district has no teacher.');
    const { page } = await opened();
    await page.locator('.auth-wrapper .authorize').first().click();
    const signIn = page.locator('.auth-container', {
      hasText: 'authorizationCode',
    });
    await signIn.getByText('select all').click();
    const popup = page.waitForEvent('popup');
    await signIn.locator('.authorize').click();
    const form = await popup;
    await form.locator('input[name=username]').fill(teacher.username);
    await form.locator('input[name=password]').fill(teacher.password);
    await form.locator('[type=submit]').click();
    await signIn.getByText('Logout').waitFor();
    await page.locator('.btn-done').first().click();
    const me = page.locator('.opblock-get', {
      has: page.locator('[data-path="/v1/me"]'),
    });
    await me.locator('.opblock-summary-control').click();
    await me.getByRole('button', { name: 'Execute' }).click();
    const answer = me.locator('.live-responses-table');
    await answer.waitFor();
    expect(await answer.textContent()).toContain(teacher.person);
    await page.close();
  });
});
