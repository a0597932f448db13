export { formatRows, type TextRow as Row } from '../../report/text-rows.js';
