import './icon.js';
import './giraffe.js';
import './app-header.js';
import './form-field.js';
import './more-menu.js';
import './not-found-page.js';
import './photo-gallery.js';
import './post-list.js';
