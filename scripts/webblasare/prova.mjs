// Goes through the overview pages in a browser, by the WebDriver protocol; started by scripts/webblasare.sh.
import { readFileSync, writeFileSync } from 'node:fs';

const { ADRESS, DRIVER, AXE, BILDER, NYCKLAR, PROFIL } = process.env;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const axe = readFileSync(AXE, 'utf8');
const faults = [];

async function call(method, path, body) {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(`${DRIVER}${path}`, { method, body: body && JSON.stringify(body) });
      const { value } = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
      return value;
    } catch (error) {
      // The driver may not listen yet.
      if (error.cause?.code !== 'ECONNREFUSED' || attempt > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

class Browser {
  static async start(width, scripts) {
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars',
      `--user-data-dir=${PROFIL}-${width}-${scripts}`];
    const prefs = { 'profile.managed_default_content_settings.javascript': scripts ? 1 : 2 };
    const options = { args, prefs, mobileEmulation: { deviceMetrics: { width, height: 900, pixelRatio: 1, touch: false } } };
    const capabilities = { alwaysMatch: { 'goog:chromeOptions': options, 'goog:loggingPrefs': { performance: 'ALL' } } };
    const { sessionId } = await call('POST', '/session', { capabilities });
    return new Browser(`/session/${sessionId}`, width);
  }

  constructor(session, width) { Object.assign(this, { session, width }); }

  go(path) { return call('POST', `${this.session}/url`, { url: ADRESS + path }); }

  // What the driver runs in the page is not the page's script: it runs where the page may run none.
  run(script, ...args) { return call('POST', `${this.session}/execute/sync`, { script, args }); }

  // Waits for ten seconds at most; whoever asks afterwards finds what is missing.
  async until(condition) {
    for (let n = 0; n < 100 && !(await this.run(`return ${condition}`)); n++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async find(selector) {
    const found = await call('POST', `${this.session}/element`, { using: 'css selector', value: selector });
    return Object.values(found)[0];
  }

  async type(selector, text) {
    await call('POST', `${this.session}/element/${await this.find(selector)}/value`, { text });
  }

  async press(selector) { await call('POST', `${this.session}/element/${await this.find(selector)}/click`, {}); }

  async chrome(cmd, params) { return call('POST', `${this.session}/goog/cdp/execute`, { cmd, params }); }

  async picture(name) {
    const { cssContentSize } = await this.chrome('Page.getLayoutMetrics', {});
    const clip = { x: 0, y: 0, width: this.width, height: Math.min(cssContentSize.height, 12000), scale: 1 };
    const { data } = await this.chrome('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip });
    writeFileSync(`${BILDER}/${name}.png`, Buffer.from(data, 'base64'));
  }

  // What has been asked for since the last time, by the log of the network.
  async asked() {
    const log = await call('POST', `${this.session}/se/log`, { type: 'performance' });
    return log.map((line) => JSON.parse(line.message).message)
      .filter((message) => message.method === 'Network.requestWillBeSent')
      .map((message) => message.params.request.url);
  }

  end() { return call('DELETE', this.session); }
}

function fault(where, what) {
  faults.push(`${where}: ${what}`);
  console.error(`FEL ${where}: ${what}`);
}

async function logIn(browser, role) {
  await browser.go('/oversikt/inloggning');
  await browser.type('#nyckel', readFileSync(`${NYCKLAR}/${role}.token`, 'utf8').trim());
  await browser.press('form.inloggning button');
  await browser.until(`document.querySelector('.val form') !== null`);
}

// The förbund and the first of its insatser with anything to do, as links of the pages lead there.
async function places(browser) {
  await browser.go('/oversikt/forbund');
  const link = (text) => [...document.querySelectorAll('main a')].find((a) => a.textContent.includes(text)).getAttribute('href');
  const forbund = await browser.run(`return (${link})(arguments[0])`, 'Härnösand-Timrå');
  await browser.go(forbund);
  const insats = await browser.run(`return document.querySelector('main .spalter a').getAttribute('href')`);
  return { forbund, insats };
}

function pages({ forbund, insats }) {
  return {
    inloggning: '/oversikt/inloggning',
    landet: '/',
    'landet-kon': '/?rapport=aldersgrupper&fran=2013&till=2014&indelning=kon&karta=arbete',
    'landet-avvisad': '/?rapport=unga&indelning=aldersgrupp',
    forbunden: '/oversikt/forbund',
    forbund,
    'forbund-jamfor': `${forbund}?rapport=sysselsattning-fore-efter&till=2014&jamfor=landet`,
    insats,
    'insats-jamfor': `${insats}?rapport=registrerade-och-avslutade&till=2014&jamfor=forbundet`,
    aterrapport: '/oversikt/aterrapport?ar=2014&halvar=1',
    tillganglighet: '/oversikt/tillganglighet',
    saknas: '/oversikt/forbund/saknas',
  };
}

// Without scripts: the page as it is, no wider than the window, and nothing of elsewhere in it.
async function look(width) {
  const browser = await Browser.start(width, false);
  await logIn(browser, 'forbundsadministrator');
  const found = await places(browser);
  for (const [name, path] of Object.entries(pages(found))) {
    for (const language of ['sv', 'en']) {
      const where = `${name}-${language}-${width}`;
      await browser.asked();
      await browser.go(`${path}${path.includes('?') ? '&' : '?'}sprak=${language}`);
      await browser.until(`document.images.length === 0 || [...document.images].every((image) => {
        image.loading = 'eager'; return image.complete; })`);
      const told = await browser.run(`return {
        lang: document.documentElement.lang, wide: document.documentElement.scrollWidth, h1: document.querySelectorAll('h1').length,
        broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).map((image) => image.src) }`);
      if (told.lang !== language) fault(where, `lang is ${told.lang}`);
      if (told.h1 !== 1) fault(where, `${told.h1} h1`);
      if (told.wide > width) fault(where, `it is ${told.wide} pixels wide`);
      if (told.broken.length) fault(where, `pictures that did not come: ${told.broken}`);
      const asked = await browser.asked();
      if (!asked.some((url) => url.startsWith(ADRESS + path.split('?')[0]))) fault(where, 'the log of the network is empty');
      const elsewhere = asked.filter((url) => !url.startsWith(ADRESS + '/') && !url.startsWith('data:'));
      if (elsewhere.length) fault(where, `asked for ${elsewhere}`);
      await browser.picture(where);
    }
  }
  await browser.go('/');
  await browser.press('.val form button');
  await browser.until(`document.querySelector('.val form') === null`);
  await browser.go(found.forbund);
  const title = await browser.run('return document.location.pathname');
  if (title !== '/oversikt/inloggning') fault('utloggning', `the förbund is still shown: ${title}`);
  await browser.end();
  return found;
}

// What axe-core finds on the page that is shown.
async function violations(browser) {
  await browser.run(`for (const one of document.querySelectorAll('details')) one.open = true; ${axe}`);
  const script = `const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: { type: 'tag', values: arguments[0] } })
      .then((result) => done({ passed: result.passes.length, found: result.violations.map((one) =>
        ({ id: one.id, help: one.help, nodes: one.nodes.map((node) => node.target.join(' ')) })) }),
        (error) => done({ passed: 0, found: [{ id: 'axe', help: String(error), nodes: [] }] }));`;
  const result = await call('POST', `${browser.session}/execute/async`, { script, args: [TAGS] });
  return result.passed === 0 && result.found.length === 0 ? [{ id: 'axe', help: 'it judged nothing', nodes: [] }] : result.found;
}

// A page that has been spoiled: what is wrong with it must be found, or nothing that is found means anything.
async function judgeTheJudge(browser) {
  await browser.go('/oversikt/inloggning');
  await browser.run(`document.documentElement.removeAttribute('lang'); document.querySelector('label').remove();
    document.querySelector('main p').style.color = '#ccc';`);
  const found = (await violations(browser)).map((one) => one.id);
  for (const id of ['html-has-lang', 'label', 'color-contrast']) {
    if (!found.includes(id)) fault('a spoiled page', `${id} is not found`);
  }
}

// The same pages by axe-core.
async function judge(width, found) {
  const browser = await Browser.start(width, true);
  await judgeTheJudge(browser);
  await logIn(browser, 'forbundsadministrator');
  for (const [name, path] of Object.entries(pages(found))) {
    for (const language of ['sv', 'en']) {
      const where = `${name}-${language}-${width}`;
      await browser.go(`${path}${path.includes('?') ? '&' : '?'}sprak=${language}`);
      for (const one of await violations(browser)) fault(where, `${one.id}: ${one.help} (${one.nodes.slice(0, 3).join('; ')})`);
    }
  }
  await browser.end();
}

for (const width of [320, 1280]) {
  const found = await look(width);
  await judge(width, found);
}
console.log(faults.length ? `${faults.length} faults` : `Every page at 320 and 1280 pixels: no fault. Pictures: ${BILDER}`);
process.exit(faults.length ? 1 : 0);
