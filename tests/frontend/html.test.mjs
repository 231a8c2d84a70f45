import assert from 'node:assert/strict';
import test from 'node:test';
import { escapeHtml, html, raw } from '../../frontend/lib/html.js';

test('what a user wrote cannot become markup', () => {
  const title = `<script>alert("x")</script> & 'y'`;
  assert.equal(
    html`<p title="${title}">${title}</p>`.text,
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;">' +
      '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;</p>',
  );
});

test('markup inside markup is not escaped twice, lists are joined', () => {
  const items = ['a<', 'b'].map((text) => html`<li>${text}</li>`);
  assert.equal(html`<ul>${items}</ul>`.text, '<ul><li>a&lt;</li><li>b</li></ul>');
});

test('an object that looks like markup is only text', () => {
  const forged = { text: '<img onerror=alert(1)>', toString: () => '<b>' };
  assert.equal(html`${forged}`.text, '&lt;b&gt;');
});

test('nothing is drawn for false, null and undefined, but zero is a number', () => {
  assert.equal(html`[${false}${null}${undefined}${true}${0}]`.text, '[0]');
});

test('raw is taken as it is', () => {
  assert.equal(html`${raw('<svg></svg>')}`.text, '<svg></svg>');
  assert.equal(escapeHtml('<svg>'), '&lt;svg&gt;');
});
