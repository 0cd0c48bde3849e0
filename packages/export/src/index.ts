export { type ExportOptions, type Exported, exportStudy, writeSummary } from './export-study.js';
export { type ExportFormat, exportFiles } from './formats.js';
