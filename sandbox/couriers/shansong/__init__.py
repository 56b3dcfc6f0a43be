"""Shansong (闪送): signed forms, Baidu's points, a quote that is the order's number."""
