/**
 * Keeps the pages of incidents up to date while the job runs: news comes in through a sink, stories are part of the
 * checkpoint, files are written beside the job. How a page looks is the module report's.
 */
package dev.breakwater.guard.page;
