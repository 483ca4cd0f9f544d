import { everyPage } from '../../fixtures/page';
import { expect, test } from '../../fixtures';

everyPage({ name: 'errors', path: '/docs/errors', part: 'main article' });

test('the type of a problem leads to its explanation', async ({ page, request, service }) => {
  const problem = await (await request.get(`${service}/api/v1/sports/chess`)).json();
  await page.goto(new URL(problem.type, service).href);
  await expect(page.locator(':target')).toContainText(problem.code);
  await expect(page.locator(':target')).toBeInViewport();
});
