/** @file The built-in components of WeChat that the preview draws. */

export const BUILTIN_TAGS = [
  'button', 'checkbox', 'checkbox-group', 'cover-image', 'cover-view', 'form', 'icon', 'image',
  'input', 'label', 'navigator', 'page-container', 'page-meta', 'picker', 'picker-view',
  'picker-view-column', 'progress', 'radio', 'radio-group', 'rich-text', 'root-portal',
  'scroll-view', 'slider', 'swiper', 'swiper-item', 'switch', 'text', 'textarea', 'view',
]
