/** The job's files, and the files from people: lines that rotate, never half of one. */
package dev.breakwater.guard.file;
