/**
 * Keeps the pages of incidents up to date while the job runs: news comes in through a sink, stories are part of the
 * checkpoint, files are written beside the job. The module report decides how a page looks.
 */
package dev.breakwater.guard.page;
