// What the form of a post says before anything is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults } from '../../frontend/features/posts/post-form-values.js';
import { loadWords, t } from '../../frontend/lib/i18n.js';

await loadWords('app', 'posts', 'users');

const whole = {
  title: '선형대수',
  book_title: '선형대수',
  price: '8,000',
  condition: 'good',
  place: '도서관',
};

test('a professor without a course is asked for the course, and told why', () => {
  assert.deepEqual(faults(whole), {});
  assert.deepEqual(faults({ ...whole, course_name: '선형대수', professor: '이교수' }), {});
  assert.deepEqual(faults({ ...whole, professor: '이교수' }), {
    course_name: t('rule.course-of-professor'),
  });
  assert.match(t('rule.course-of-professor'), /교수님/);
});
