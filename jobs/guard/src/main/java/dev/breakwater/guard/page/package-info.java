/** Pages: those of incidents, which a run keeps up to date, and what they share with the reports. */
package dev.breakwater.guard.page;
