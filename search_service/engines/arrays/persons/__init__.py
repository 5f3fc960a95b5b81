"""Who is mentioned where: persons as a build resolved them, and as the newsroom rules."""
