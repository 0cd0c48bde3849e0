export { isOwnPicture } from './own-picture.js';
export { toPng } from './to-png.js';
