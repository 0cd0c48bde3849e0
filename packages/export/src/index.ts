export { type Exported, type ExportOptions, exportStudy, writeSummary } from './export-study.js';
export { type ExportFormat, exportFiles } from './formats.js';
